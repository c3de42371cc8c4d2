package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Comparator;
import java.util.Set;
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
        @Nullable String message,
    @JsonPropertyDescription(
            "Of a real server, the health check that this is about; a real server has one entry for"
                + " each reason and virtual service.")
        @Nullable ServerCheck check)
    implements Comparable<ResourceReport> {
  private static final Comparator<ResourceReport> ORDER =
      Comparator.comparing(ResourceReport::source)
          .thenComparing(ResourceReport::state, Comparator.reverseOrder())
          .thenComparing(ResourceReport::reason)
          .thenComparing(entry -> entry.check == null ? "" : entry.check.service().toString());

  /** The reason where the kernel did not accept a change. */
  public static final String KERNEL_REFUSED = "KernelRefused";

  /** The reason where real servers get no clients because their health checks fail. */
  public static final String HEALTH_CHECK_FAILED = "HealthCheckFailed";

  /** The reason where real servers get no clients because they said so by their agent-check. */
  public static final String DRAINED_BY_SERVER = "DrainedByServer";

  /** The reason where nobody knows whether real servers work. */
  public static final String HEALTH_UNKNOWN = "HealthUnknown";

  /** The reason where the first results of health checks are still due. */
  public static final String HEALTH_PENDING = "HealthPending";

  /** The reason where a real server works and its certificate expires soon. */
  public static final String CERTIFICATE_EXPIRES = "CertificateExpires";

  /** The reason where real servers are drained, and what is left is counted. */
  public static final String DRAINING = "Draining";

  /** The reason where a service is below its quorum, and the real servers that are left go on. */
  public static final String QUORUM_LOST = "QuorumLost";

  /** The reason where a service is below its quorum, and its sorry server gets the clients. */
  public static final String SORRY_SERVER_IN_USE = "SorryServerInUse";

  /** The reason where a director does not hold a VIP, because its services lost their quorum. */
  public static final String VIP_WITHDRAWN = "VipWithdrawn";

  /** Reason where no BGP speaker of the node has a session by which routers learn of a VIP. */
  public static final String NO_BGP_SESSION = "NoBgpSession";

  /**
   * Reason where a VIP is on an interface that the plan has no more, put there by somebody else.
   */
  public static final String VIP_NOT_LET_GO = "VipNotLetGo";

  /** The reason where there is nothing wrong, and only numbers are said. */
  public static final String MEASURED = "Measured";

  private static final Set<String> OF_HEALTH =
      Set.of(HEALTH_CHECK_FAILED, DRAINED_BY_SERVER, HEALTH_UNKNOWN, HEALTH_PENDING);

  /** An entry that is about no health check of a real server. */
  public ResourceReport(
      ResourceName source,
      @Nullable Long generation,
      @Nullable String since,
      ResourceState state,
      String reason,
      @Nullable ResourceNumbers numbers,
      @Nullable FailedChange failed,
      @Nullable String message) {
    this(source, generation, since, state, reason, numbers, failed, message, null);
  }

  /** Returns whether the kernel holds less than planned, or nobody knows. */
  public boolean fallsShort() {
    return state.compareTo(ResourceState.PARTIAL) > 0;
  }

  /** The same without the words for people. */
  public ResourceReport withoutText() {
    return new ResourceReport(
        source,
        generation,
        since,
        state,
        reason,
        numbers,
        null,
        null,
        check == null ? null : check.withoutText());
  }

  /** Returns whether it is about the health of real servers, which holds whatever a plan says. */
  public boolean concernsHealth() {
    return isReasonOfHealth(reason);
  }

  /** Returns whether a reason is about the health of real servers. */
  public static boolean isReasonOfHealth(String reason) {
    return OF_HEALTH.contains(reason);
  }

  /** The same in other words for people. */
  public ResourceReport withMessage(String words) {
    return new ResourceReport(
        source, generation, since, state, reason, numbers, failed, words, check);
  }

  /** The same since another time. */
  public ResourceReport since(@Nullable Long otherGeneration, @Nullable String time) {
    return new ResourceReport(
        source, otherGeneration, time, state, reason, numbers, failed, message, check);
  }

  @Override
  public int compareTo(ResourceReport other) {
    return ORDER.compare(this, other);
  }
}
