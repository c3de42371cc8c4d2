-- Health of what people write of lvs.dev (VirtualService, RealServer, DirectorGroup, AddressPool), for Argo CD.
local waiting = {status = "Progressing", message = "lvs-operator has not seen to it yet."}

-- conditions that say that something rests because somebody wants it so
local resting = {Unused = true, Draining = true, Removed = true, WeightZero = true}

if obj.metadata.deletionTimestamp ~= nil then
  return {status = "Progressing", message = "It is deleted when no node holds it any more."}
end
if obj.status == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return waiting
end

local conditions = {}
for _, condition in ipairs(obj.status.conditions or {}) do
  conditions[condition.type] = condition
end
local ready = conditions.Ready
if ready == nil then
  return waiting
end
if conditions.Accepted ~= nil and conditions.Accepted.status == "False" then
  return {status = "Degraded", message = conditions.Accepted.message}
end
if ready.status == "True" then
  return {status = "Healthy", message = ready.message}
end
if resting[ready.reason] then
  return {status = "Suspended", message = ready.message}
end
if ready.status == "Unknown" and (ready.reason == "Pending" or ready.reason == "Updating") then
  return {status = "Progressing", message = ready.message}
end
return {status = "Degraded", message = ready.message}
