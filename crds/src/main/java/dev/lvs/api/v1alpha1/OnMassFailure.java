package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Action where all real servers of many services fail their health checks at one moment. */
public enum OnMassFailure {
  /** Each service follows its checks, as ever. */
  @JsonProperty("follow")
  FOLLOW,
  /** Real servers that served until that moment keep their weights. */
  @JsonProperty("keep")
  KEEP
}
