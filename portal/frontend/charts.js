// Charts are drawn from JSON that the page carries: every figure in them stands in the page as text too.
import { BarChart, FunnelChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, FunnelChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

// The product's own colours, told apart also by who sees no red or green; words stay clear of the axes.
const look = {
  aria: { enabled: true },
  animation: false,
  color: ["#1d5fa8", "#2b8a3e", "#c92a2a", "#b7791f", "#5f3dc4", "#495057"],
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
};

for (const place of document.querySelectorAll("[data-chart]")) {
  const options = JSON.parse(place.dataset.chart);
  const chart = init(place, null, { renderer: "svg" });
  chart.setOption({ ...look, ...options });
  chart.on("click", (event) => {
    const address = event.data?.address;
    if (address) window.location.assign(address);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
}
