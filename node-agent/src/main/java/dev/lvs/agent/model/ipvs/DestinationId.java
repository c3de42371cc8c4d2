package dev.lvs.agent.model.ipvs;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;

/** The identity of one destination of one virtual server. */
public record DestinationId(ServiceKey service, DestinationKey key) {}
