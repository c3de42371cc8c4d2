package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** An address family. */
public enum IpFamily {
  /** Internet Protocol version 4. */
  @JsonProperty("IPv4")
  IPV4,
  /** Internet Protocol version 6. */
  @JsonProperty("IPv6")
  IPV6
}
