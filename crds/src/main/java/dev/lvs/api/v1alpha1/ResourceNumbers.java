package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Counts and measurements of a resource on a node. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourceNumbers(
    @JsonPropertyDescription(
            "How many of its things (virtual servers, destinations, VIPs, settings; with state"
                + " Partial its real servers) this is so of.")
        @Nullable Integer affected,
    @JsonPropertyDescription("How many of these things it has, where that is known.")
        @Nullable Integer total,
    @JsonPropertyDescription("The weight of destinations that others put there.")
        @Nullable Long foreignWeight,
    @JsonPropertyDescription("The weight of all destinations.") @Nullable Long totalWeight,
    @JsonPropertyDescription(
            "How often it was put right in a row, in powers of two times 5 so that it changes"
                + " seldom.")
        @Nullable Integer repairs,
    @JsonPropertyDescription("Local ports that FULLNAT has left.") @Nullable LocalPorts localPorts,
    @JsonPropertyDescription("What is left of connections that are drained.")
        @Nullable DrainedConnections drained) {
  /** The same where nothing is drained. */
  public ResourceNumbers(
      @Nullable Integer affected,
      @Nullable Integer total,
      @Nullable Long foreignWeight,
      @Nullable Long totalWeight,
      @Nullable Integer repairs,
      @Nullable LocalPorts localPorts) {
    this(affected, total, foreignWeight, totalWeight, repairs, localPorts, null);
  }

  /** So many real servers are drained. */
  public static ResourceNumbers drained(int servers, DrainedConnections left) {
    return new ResourceNumbers(servers, null, null, null, null, null, left);
  }

  /** So many things, of an unknown total. */
  public static ResourceNumbers affected(int things) {
    return new ResourceNumbers(things, null, null, null, null, null);
  }

  /** So many things of so many. */
  public static ResourceNumbers affected(int things, int total) {
    return new ResourceNumbers(things, total, null, null, null, null);
  }

  /** A share of the weight that goes elsewhere. */
  public static ResourceNumbers foreignWeight(long theirs, long all) {
    return new ResourceNumbers(null, null, theirs, all, null, null);
  }

  /** Returns how often something was put right. */
  public static ResourceNumbers repairs(int times) {
    return new ResourceNumbers(null, null, null, null, times, null);
  }

  /** Returns how many local ports are left. */
  public static ResourceNumbers ports(LocalPorts left) {
    return new ResourceNumbers(null, null, null, null, null, left);
  }
}
