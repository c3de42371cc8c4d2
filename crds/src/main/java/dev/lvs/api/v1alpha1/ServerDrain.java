package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Drain of a real server on one director, in all VirtualServices that use it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServerDrain(
    @JsonPropertyDescription("The node that drains it.") @Required String director,
    @JsonPropertyDescription(
            "Connections that are left, active and inactive, rounded up to a power of two: it is"
                + " said anew when they halve. Absent while the node is not heard from.")
        @Nullable Long connections,
    @JsonPropertyDescription("Persistence templates that are left, rounded alike.")
        @Nullable Long templates,
    @JsonPropertyDescription(
            "When it is removed at the latest, RFC 3339; absent where that waits for its"
                + " connections.")
        @Nullable String until) {
  /**
   * Returns what a director says.
   *
   * @param left exact numbers
   */
  public static ServerDrain of(String director, DrainedConnections left) {
    return new ServerDrain(
        director, rounded(left.connections()), rounded(left.templates()), left.until());
  }

  private static long rounded(long number) {
    return number <= 1 ? number : Long.highestOneBit(number - 1) << 1;
  }
}
