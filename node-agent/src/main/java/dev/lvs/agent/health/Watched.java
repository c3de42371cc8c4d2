package dev.lvs.agent.health;

import dev.lvs.agent.probe.ScheduledCheck;
import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;

/**
 * A destination of a virtual service that is checked.
 *
 * @param weight that the plan gives it
 * @param initial its health state until the first result
 * @param removed whether it leaves the table while it is down, or stays with weight 0
 */
record Watched(
    ServiceKey service,
    DestinationKey destination,
    int weight,
    ScheduledCheck check,
    Standing.Thresholds thresholds,
    InitialHealth initial,
    boolean removed) {}
