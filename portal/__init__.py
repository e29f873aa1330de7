"""Where people act: pages and an API that translate, call a service and render. No rule of the product lives here."""
