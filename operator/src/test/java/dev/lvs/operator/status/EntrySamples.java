package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.DrainedConnections;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.ServerCheck;
import org.jspecify.annotations.Nullable;

/** Entries of reports for tests. */
public final class EntrySamples {
  private EntrySamples() {}

  /** That the kernel refused a change. */
  public static ResourceReport refused(String source, String change, String errno, String message) {
    return new ResourceReport(
        ResourceName.parse(source),
        1L,
        null,
        ResourceState.NOT_PROGRAMMED,
        ResourceReport.KERNEL_REFUSED,
        ResourceNumbers.affected(1),
        new FailedChange(change, errno),
        message);
  }

  /** Anything else that is so. */
  public static ResourceReport so(
      String source, ResourceState state, String reason, String message) {
    return with(source, state, reason, message, null);
  }

  /** The same with numbers. */
  public static ResourceReport with(
      String source,
      ResourceState state,
      String reason,
      @Nullable String message,
      @Nullable ResourceNumbers numbers) {
    return new ResourceReport(
        ResourceName.parse(source), 1L, null, state, reason, numbers, null, message);
  }

  /** Returns what the check of one real server in one service came to. */
  public static ResourceReport checked(String server, String service, String reason, String cause) {
    ResourceState state =
        reason.equals(ResourceReport.HEALTH_PENDING)
                || reason.equals(ResourceReport.CERTIFICATE_EXPIRES)
            ? ResourceState.PROGRAMMED
            : ResourceState.PARTIAL;
    boolean failed = reason.equals(ResourceReport.HEALTH_CHECK_FAILED);
    return new ResourceReport(
        ResourceName.parse(server),
        1L,
        "2026-01-01T11:59:58Z",
        state,
        reason,
        ResourceNumbers.affected(1),
        null,
        null,
        new ServerCheck(
            ResourceName.parse(service),
            "192.0.2.21:8080",
            cause,
            failed ? 3 : null,
            failed ? "2026-01-01T11:59:50Z" : null,
            reason.equals(ResourceReport.CERTIFICATE_EXPIRES) ? "2026-01-09T00:00:00Z" : null));
  }

  /** Entry of a resource some of whose real servers are drained. */
  public static ResourceReport draining(String source, long connections, long templates) {
    return with(
        source,
        ResourceState.PROGRAMMED,
        ResourceReport.DRAINING,
        null,
        ResourceNumbers.drained(
            1, new DrainedConnections(connections, templates, "2026-01-01T13:00:00Z")));
  }

  /** Returns how many local ports are left. */
  public static ResourceReport ports(String source, LocalPorts left) {
    return with(
        source,
        ResourceState.PROGRAMMED,
        ResourceReport.MEASURED,
        null,
        ResourceNumbers.ports(left));
  }
}
