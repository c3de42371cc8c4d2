package dev.lvs.operator.status.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DrainedConnections;
import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.operator.status.EntrySamples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerReportTest {
  private static final String WEB = "VirtualService shop/web";
  private static final String API = "VirtualService shop/api";
  private static final ResourceReport FAILED =
      EntrySamples.checked(
          "RealServer shop/web-1", WEB, ResourceReport.HEALTH_CHECK_FAILED, "no answer");
  private static final ResourceReport OTHER =
      EntrySamples.checked("RealServer shop/web-2", API, ResourceReport.HEALTH_PENDING, "");

  @Test
  void findsWhatIsSaidOfOneServerInOneService() {
    ServerReport checks = ServerReport.of(PlanReport.of(List.of(FAILED, OTHER)));

    assertThat(checks.of("RealServer shop/web-1", WEB)).containsExactly(FAILED);
    assertThat(checks.of("RealServer shop/web-1", API)).isEmpty();
    assertThat(checks.of("RealServer shop/web-3", WEB)).isEmpty();
    assertThat(checks.complete()).isTrue();
  }

  @Test
  void isIncompleteWhereAPartOrRoomIsMissing() {
    assertThat(ServerReport.of(null)).isEqualTo(ServerReport.NONE);
    assertThat(ServerReport.NONE.complete()).isFalse();
    assertThat(ServerReport.of(PlanReport.of(List.of(FAILED)).withoutServers(3)).complete())
        .isFalse();
    assertThat(
            ServerReport.of(
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
    assertThat(ServerReport.of(PlanReport.truncated(List.of(FAILED), 9)).complete()).isTrue();
  }

  /** Not what is left in a whole VirtualService. */
  @Test
  void findsWhatIsLeftOfADrainedServer() {
    ServerReport servers =
        ServerReport.of(
            PlanReport.of(
                List.of(
                    EntrySamples.draining(WEB, 7, 0),
                    EntrySamples.draining("RealServer shop/web-1", 5, 2))));

    assertThat(servers.drain("RealServer shop/web-1"))
        .contains(new DrainedConnections(5, 2, "2026-01-01T13:00:00Z"));
    assertThat(servers.drain("RealServer shop/web-2")).isEmpty();
    assertThat(servers.drain(WEB)).isEmpty();
    assertThat(servers.of("RealServer shop/web-1", WEB)).isEmpty();
    assertThat(servers.changedSince(ServerReport.NONE)).containsExactly("RealServer shop/web-1");
  }

  @Test
  void saysWhichServersChanged() {
    ServerReport before = ServerReport.of(PlanReport.of(List.of(FAILED)));
    ServerReport after = ServerReport.of(PlanReport.of(List.of(OTHER)));

    assertThat(after.changedSince(before))
        .containsExactlyInAnyOrder("RealServer shop/web-1", "RealServer shop/web-2");
    assertThat(after.changedSince(after)).isEmpty();
  }

  @Test
  void entriesOfNoCheckAreNotItsMatter() {
    ServerReport checks =
        ServerReport.of(
            PlanReport.of(List.of(EntrySamples.refused(WEB, "ipvsadm -A", "ENOENT", "Why."))));

    assertThat(checks.byServer()).isEmpty();
  }
}
