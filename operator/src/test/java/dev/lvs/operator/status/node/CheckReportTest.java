package dev.lvs.operator.status.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.operator.status.EntrySamples;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportTest {
  private static final String WEB = "VirtualService shop/web";
  private static final String API = "VirtualService shop/api";
  private static final ResourceReport FAILED =
      EntrySamples.checked(
          "RealServer shop/web-1", WEB, ResourceReport.HEALTH_CHECK_FAILED, "no answer");
  private static final ResourceReport OTHER =
      EntrySamples.checked("RealServer shop/web-2", API, ResourceReport.HEALTH_PENDING, "");

  @Test
  void findsWhatIsSaidOfOneServerInOneService() {
    CheckReport checks = CheckReport.of(PlanReport.of(List.of(FAILED, OTHER)));

    assertThat(checks.of("RealServer shop/web-1", WEB)).containsExactly(FAILED);
    assertThat(checks.of("RealServer shop/web-1", API)).isEmpty();
    assertThat(checks.of("RealServer shop/web-3", WEB)).isEmpty();
    assertThat(checks.complete()).isTrue();
  }

  @Test
  void isIncompleteWhereAPartOrRoomIsMissing() {
    assertThat(CheckReport.of(null)).isEqualTo(CheckReport.NONE);
    assertThat(CheckReport.NONE.complete()).isFalse();
    assertThat(CheckReport.of(PlanReport.of(List.of(FAILED)).withoutServers(3)).complete())
        .isFalse();
    assertThat(
            CheckReport.of(
                    new PlanReport(
                        true,
                        null,
                        List.of(),
                        List.of(new NodeReportPartReference("edge-1.report-00", "0123"))))
                .complete())
        .isFalse();
  }

  /** Resources for which there was no room are another matter. */
  @Test
  void isCompleteWhereOtherResourcesAreNotNamed() {
    assertThat(CheckReport.of(PlanReport.truncated(List.of(FAILED), 9)).complete()).isTrue();
  }

  @Test
  void saysWhichServersChanged() {
    CheckReport before = CheckReport.of(PlanReport.of(List.of(FAILED)));
    CheckReport after = CheckReport.of(PlanReport.of(List.of(OTHER)));

    assertThat(after.changedSince(before))
        .containsExactlyInAnyOrder("RealServer shop/web-1", "RealServer shop/web-2");
    assertThat(after.changedSince(after)).isEmpty();
  }

  @Test
  void entriesOfNoCheckAreNotItsMatter() {
    CheckReport checks =
        CheckReport.of(
            PlanReport.of(List.of(EntrySamples.refused(WEB, "ipvsadm -A", "ENOENT", "Why."))));

    assertThat(checks.byServer()).isEmpty();
  }
}
