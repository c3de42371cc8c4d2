package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a node's report, on one resource: programs read everything but {@code message},
 * which says the same to people. A resource has one entry for each reason.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourceReport(
    @JsonPropertyDescription("The resource it is about.") @Required ResourceName source,
    @JsonPropertyDescription("The generation of the NodePlan under which it came to be so.")
        @Nullable Long generation,
    @JsonPropertyDescription("Since when it is so, as far as the agent knows, RFC 3339.")
        @Nullable String since,
    @JsonPropertyDescription("Programmed, Partial, Unknown, Contested or NotProgrammed.") @Required
        ResourceState state,
    @JsonPropertyDescription("One word in CamelCase, e.g. KernelRefused or NotOurs.") @Required
        String reason,
    @JsonPropertyDescription("What can be counted or measured.") @Nullable ResourceNumbers numbers,
    @JsonPropertyDescription("The first change that did not succeed for this reason.")
        @Nullable FailedChange failed,
    @JsonPropertyDescription(
            "What it means and what to do, for people; absent where a report is too large for it.")
        @Nullable String message)
    implements Comparable<ResourceReport> {
  private static final Comparator<ResourceReport> ORDER =
      Comparator.comparing(ResourceReport::source)
          .thenComparing(ResourceReport::state, Comparator.reverseOrder())
          .thenComparing(ResourceReport::reason);

  /** The reason where the kernel did not accept a change. */
  public static final String KERNEL_REFUSED = "KernelRefused";

  /** The reason where real servers get clients though nobody knows whether they work. */
  public static final String HEALTH_UNKNOWN = "HealthUnknown";

  /** The reason where there is nothing wrong, and only numbers are said. */
  public static final String MEASURED = "Measured";

  /** Whether the kernel holds less than planned, or nobody knows. */
  public boolean fallsShort() {
    return state.compareTo(ResourceState.PARTIAL) > 0;
  }

  /** The same without the words for people. */
  public ResourceReport withoutText() {
    return new ResourceReport(source, generation, since, state, reason, numbers, null, null);
  }

  @Override
  public int compareTo(ResourceReport other) {
    return ORDER.compare(this, other);
  }
}
