package dev.lvs.agent.plan;

import static dev.lvs.agent.plan.NodeSamples.ethernet;
import static dev.lvs.agent.plan.NodeSamples.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.kernel.timeout.TimeoutChange.SetTimeout;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.SyncDaemon.State;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.api.v1alpha1.ConnectionSync;
import dev.lvs.api.v1alpha1.ConnectionTimeouts;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Seconds;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsPlannerTest {
  private static final NodeFacts NODE = node(ethernet("eth0", "192.0.2.1/24"), ethernet("eth1"));
  private static final ResourceName GROUP = ResourceName.parse("DirectorGroup edge");

  @Test
  void setsOnlyTheTimeoutsThatAreSaid() {
    Desired desired =
        plan(new ConnectionTimeouts(new Seconds(600), null, new Seconds(30)), null, Map.of());

    assertThat(desired.state().timeouts()).isEqualTo(Map.of(Timeout.TCP, 600, Timeout.UDP, 30));
    assertThat(desired.attribution().of(new SetTimeout(Timeout.UDP, 30, 300)))
        .containsExactly(GROUP);
  }

  @Test
  void setsSysctlsOfIpvs() {
    Desired desired = plan(null, null, Map.of("sync_threshold", "2 50"));

    assertThat(desired.state().sysctls()).isEqualTo(Map.of("net/ipv4/vs/sync_threshold", "2 50"));
    assertThat(desired.attribution().of(new SetSysctl("net/ipv4/vs/sync_threshold", "", "")))
        .containsExactly(GROUP);
  }

  @ParameterizedTest
  @CsvSource({
    "../../../kernel/core_pattern, |/tmp/x",
    "debug_level, 12",
    "a/b, 1",
    "'', 1",
    "sloppy_tcp, 2",
    "sync_threshold, many",
    "drop_entry, '1\n2'"
  })
  @Row("sysctl-names")
  void setsNothingElse(String name, String value) {
    Desired desired = plan(null, null, Map.of(name, value, "sloppy_sctp", "1"));

    assertThat(desired.state().sysctls()).isEqualTo(Map.of("net/ipv4/vs/sloppy_sctp", "1"));
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.NO_SUCH_SETTING);
              assertThat(obstacle.sources()).containsExactly(GROUP);
              assertThat(obstacle.message()).contains("ipvsSysctls");
            });
  }

  @Test
  void synchronisesBothWaysWithTheKernelsDefaultsWrittenOut() {
    Desired desired = plan(null, new ConnectionSync("eth1", 5, null, null, null, null), Map.of());

    assertThat(desired.state().daemons().values())
        .containsExactly(
            daemon(State.MASTER, "224.0.0.81", 8848, 1, 1472),
            daemon(State.BACKUP, "224.0.0.81", 8848, 1, 1472));
    assertThat(
            desired
                .attribution()
                .of(new StartDaemon(daemon(State.MASTER, "224.0.0.81", 8848, 1, 1472))))
        .containsExactly(GROUP);
  }

  @Test
  void expectsOfABackupTheLengthThatTheKernelMakesOfIt() {
    Desired desired = plan(null, new ConnectionSync("eth1", 5, "ff02::81", 9000, 4, 500), Map.of());

    assertThat(desired.state().daemons().values())
        .containsExactly(
            daemon(State.MASTER, "ff02::81", 9000, 4, 500),
            daemon(State.BACKUP, "ff02::81", 9000, 4, 1024));
  }

  @Test
  void leavesRoomForTheLongerHeaderOfIpv6() {
    Desired desired =
        plan(null, new ConnectionSync("eth1", 5, "ff02::81", null, null, null), Map.of());

    assertThat(desired.state().daemons().values())
        .extracting(SyncDaemon::maxLength)
        .containsExactly(1452, 1452);
  }

  @Test
  void saysThatTheInterfaceOfTheSynchronisationIsMissing() {
    Desired desired = plan(null, new ConnectionSync("eth9", 5, null, null, null, null), Map.of());

    assertThat(desired.state().daemons()).isEmpty();
    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.NO_SUCH_INTERFACE);
              assertThat(obstacle.sources()).containsExactly(GROUP);
              assertThat(obstacle.message()).contains("eth9", "connectionSync.interface");
            });
  }

  @Test
  void saysThatANodeWithoutIpvsCannotBeSet() {
    Desired desired =
        Planner.plan(spec(null, null, Map.of("sloppy_tcp", "1")), NodeSamples.withoutIpvs(NODE));

    assertThat(desired.obstacles())
        .singleElement()
        .satisfies(
            obstacle -> {
              assertThat(obstacle.reason()).isEqualTo(Reason.NO_IPVS);
              assertThat(obstacle.sources()).containsExactly(GROUP);
            });
  }

  private static SyncDaemon daemon(State state, String group, int port, int ttl, int maxLength) {
    return new SyncDaemon(
        state, "eth1", 5, Optional.of(IpAddress.parse(group)), port, ttl, maxLength);
  }

  private static Desired plan(
      @Nullable ConnectionTimeouts timeouts,
      @Nullable ConnectionSync sync,
      Map<String, String> sysctls) {
    return Planner.plan(spec(timeouts, sync, sysctls), NODE);
  }

  private static NodePlanSpec spec(
      @Nullable ConnectionTimeouts timeouts,
      @Nullable ConnectionSync sync,
      Map<String, String> sysctls) {
    return new NodePlanSpec(
        "edge-1",
        new DirectorPlan(
            List.of(),
            List.of(),
            List.of(),
            List.of(new DirectorSettings(timeouts, sync, sysctls, GROUP))),
        RealServerPlan.EMPTY);
  }
}
