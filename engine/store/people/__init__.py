"""Who there is: people, units, memberships and rosters, as pages and programs read and write them."""
