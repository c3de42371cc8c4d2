package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Purpose of a pool's addresses. */
public enum AddressUse {
  /** Virtual addresses of VirtualServices. */
  VIP,
  /** Local addresses of FULLNAT. */
  @JsonProperty("LocalAddress")
  LOCALADDRESS
}
