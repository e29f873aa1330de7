"""Where operators act: translate, call a service, print."""
