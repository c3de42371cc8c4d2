package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A health check by a TCP connection, without settings of its own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TcpCheck() {}
