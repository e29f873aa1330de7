// Charts are drawn from JSON that the page carries: every figure in them stands in the page as text too.
import { BarChart, FunnelChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, FunnelChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

for (const place of document.querySelectorAll("[data-chart]")) {
  const options = JSON.parse(place.dataset.chart);
  const chart = init(place, null, { renderer: "svg" });
  chart.setOption({ aria: { enabled: true }, animation: false, ...options });
  chart.on("click", (event) => {
    const address = event.data?.address;
    if (address) window.location.assign(address);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
}
