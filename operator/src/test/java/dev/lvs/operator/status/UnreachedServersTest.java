package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreachedServersTest {
  private static final String WEB = "VirtualService shop/web";

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          HealthCheckFailed,  PARTIAL,        2, 0, 0, 0
          DrainedByServer,    PARTIAL,        0, 2, 0, 0
          HealthUnknown,      PARTIAL,        0, 0, 2, 0
          HealthPending,      PROGRAMMED,     0, 0, 2, 0
          ServerNotOnLink,    PARTIAL,        0, 0, 0, 2
          CertificateExpires, PROGRAMMED,     0, 0, 0, 0
          KernelRefused,      NOT_PROGRAMMED, 0, 0, 0, 0
          Fight,              CONTESTED,      0, 0, 0, 0
          AnswerLost,         UNKNOWN,        0, 0, 0, 0
          """)
  void countsByReasonWhatIsNotReached(
      String reason, ResourceState state, int unhealthy, int drained, int unknown, int cut) {
    ResourceReport entry =
        EntrySamples.with(WEB, state, reason, "It is so.", ResourceNumbers.affected(2, 5));

    assertThat(UnreachedServers.of(List.of(entry)))
        .isEqualTo(new UnreachedServers(unhealthy, drained, unknown, cut));
  }

  @Test
  void addsUpWhatIsSaid() {
    List<ResourceReport> said =
        List.of(
            EntrySamples.with(
                WEB,
                ResourceState.PARTIAL,
                ResourceReport.HEALTH_CHECK_FAILED,
                null,
                ResourceNumbers.affected(1, 9)),
            EntrySamples.with(
                WEB,
                ResourceState.PARTIAL,
                ResourceReport.HEALTH_UNKNOWN,
                null,
                ResourceNumbers.affected(2, 9)),
            EntrySamples.with(
                WEB,
                ResourceState.PARTIAL,
                "ServerNotOnLink",
                null,
                ResourceNumbers.affected(3, 9)),
            EntrySamples.ports(WEB, new LocalPorts(64_512, 1, 1)));

    assertThat(UnreachedServers.of(said)).isEqualTo(new UnreachedServers(1, 0, 2, 3));
    assertThat(UnreachedServers.of(said).missing()).isEqualTo(6);
  }

  @Test
  void nothingSaidIsNothingMissing() {
    assertThat(UnreachedServers.of(List.of())).isEqualTo(UnreachedServers.WHOLE);
    assertThat(UnreachedServers.WHOLE.missing()).isZero();
    assertThat(UnreachedServers.unknown(4)).isEqualTo(new UnreachedServers(0, 0, 4, 0));
  }
}
