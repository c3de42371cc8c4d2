package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the addresses of a pool are for. */
public enum AddressUse {
  /** Virtual addresses of VirtualServices. */
  VIP,
  /** Local addresses of FULLNAT. */
  @JsonProperty("LocalAddress")
  LOCALADDRESS
}
