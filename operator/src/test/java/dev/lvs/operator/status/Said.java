package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import org.jspecify.annotations.Nullable;

/** Entries of reports for tests. */
final class Said {
  private Said() {}

  /** That the kernel refused a change. */
  static ResourceReport refused(String source, String change, String errno, String message) {
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
  static ResourceReport so(String source, ResourceState state, String reason, String message) {
    return with(source, state, reason, message, null);
  }

  /** The same with numbers. */
  static ResourceReport with(
      String source,
      ResourceState state,
      String reason,
      @Nullable String message,
      @Nullable ResourceNumbers numbers) {
    return new ResourceReport(
        ResourceName.parse(source), 1L, null, state, reason, numbers, null, message);
  }

  /** How many local ports are left. */
  static ResourceReport ports(String source, LocalPorts left) {
    return with(
        source,
        ResourceState.PROGRAMMED,
        ResourceReport.MEASURED,
        null,
        ResourceNumbers.ports(left));
  }
}
