"""When: Prefect flows, deployments and the supervisor."""
