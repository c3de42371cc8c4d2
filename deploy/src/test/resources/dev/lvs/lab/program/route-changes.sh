# route-changes: tells of every change of a route
ip -4 monitor route &
exec ip -6 monitor route
