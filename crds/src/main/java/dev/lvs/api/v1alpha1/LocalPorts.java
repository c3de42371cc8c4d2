package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Number of further connections that FULLNAT can take for a service; each needs a local port. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LocalPorts(
    @JsonPropertyDescription(
            "Ports of all local addresses of this director towards one real server: 64512 for each"
                + " address.")
        long total,
    @JsonPropertyDescription(
            "How many of them are free towards the real server where the fewest are. Looked at"
                + " every half minute or less often, and said anew when it has changed by a"
                + " twentieth of all.")
        long free,
    @JsonPropertyDescription(
            "How many of the 64512 ports are free on the local address where the fewest are,"
                + " towards that real server.")
        long leastFree) {
  /** The ports that netfilter chooses from for one address: 1024 to 65535. */
  public static final int OF_ONE_ADDRESS = 64_512;

  /** Returns whether the fullest local address has less than a tenth of its ports left. */
  public boolean areRunningOut() {
    return leastFree * 10 < OF_ONE_ADDRESS;
  }
}
