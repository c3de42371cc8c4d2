package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A health check by an ICMP echo request, without settings of its own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IcmpCheck() {}
