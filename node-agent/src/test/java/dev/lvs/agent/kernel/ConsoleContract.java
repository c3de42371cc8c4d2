package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.FIRST;
import static dev.lvs.agent.kernel.Samples.ONE;
import static dev.lvs.agent.kernel.Samples.ROUND_ROBIN;
import static dev.lvs.agent.kernel.Samples.SECOND;
import static dev.lvs.agent.kernel.Samples.WEB;
import static dev.lvs.agent.kernel.Samples.WEB6;
import static dev.lvs.agent.kernel.Samples.add;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.SyncDaemon.State;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.agent.object.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of commands for people on every kernel, fake and real. */
interface ConsoleContract {
  /** A console of a kernel with an interface eth0 that holds nothing. */
  Console console();

  @Test
  default void listsTheTableWithWhatIsCounted() {
    console().apply(List.of(add(WEB), add(WEB, FIRST), add(WEB, SECOND)));

    ObservedTable table = console().list();

    assertThat(console().missing()).isEmpty();
    assertThat(table.version()).isEqualTo("1.2.1");
    assertThat(table.connectionTableSize()).isPositive();
    ObservedServer server = table.servers().getFirst();
    assertThat(table.servers()).hasSize(1);
    assertThat(server.server())
        .isEqualTo(new VirtualServer(WEB, ROUND_ROBIN, Map.of(FIRST, ONE, SECOND, ONE)));
    assertThat(server.statistics()).isEqualTo(Statistics.ZERO);
    assertThat(server.counters(FIRST)).isEqualTo(DestinationCounters.NONE);
    assertThat(console().table()).isEqualTo(Map.of(WEB, server.server()));
  }

  @Test
  default void doesWhatItCanOfSeveralChanges() {
    List<Outcome> outcomes =
        console().apply(List.of(add(WEB), add(WEB6, FIRST), add(WEB, FIRST), add(WEB)));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Applied.class);
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Refused.class);
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Applied.class);
    assertThat(outcomes.get(3)).isInstanceOf(Outcome.AlreadySo.class);
  }

  @Test
  default void setsTimeoutsAndKeepsThoseThatAreZero() {
    assertThat(console().set(new Timeouts(800, 0, 200))).isEmpty();

    assertThat(console().timeouts()).isEqualTo(new Timeouts(800, 120, 200));
    assertThat(console().set(new Timeouts(1L << 31, 0, 0)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("EINVAL", "use less"));
  }

  @Test
  default void startsAndStopsSyncDaemons() {
    SyncDaemon master = new SyncDaemon(State.MASTER, "eth0", 7, Optional.empty(), 8849, 2, 1400);
    SyncDaemon backup = new SyncDaemon(State.BACKUP, "eth0", 9, Optional.empty(), 0, 0, 0);

    assertThat(console().start(backup)).isEmpty();
    assertThat(console().start(master)).isEmpty();

    assertThat(console().start(backup))
        .hasValueSatisfying(reason -> assertThat(reason).contains("EEXIST", "stop it before"));
    assertThat(console().daemons()).extracting(SyncDaemon::syncId).containsExactly(7, 9);
    assertThat(console().daemons().getFirst().port()).isEqualTo(8849);
    assertThat(console().stop(State.MASTER)).isEmpty();
    assertThat(console().stop(State.BACKUP)).isEmpty();
    assertThat(console().daemons()).isEmpty();
    assertThat(console().stop(State.MASTER))
        .hasValueSatisfying(reason -> assertThat(reason).contains("ESRCH", "none runs as master"));
  }

  @Test
  default void setsCountersOfWhatIsThereToZero() {
    console().apply(List.of(add(WEB)));

    assertThat(console().zero(Optional.empty())).isEmpty();
    assertThat(console().zero(Optional.of(WEB))).isEmpty();
    assertThat(console().zero(Optional.of(WEB6)))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("ESRCH", "there is no virtual server TCP [2001:db8::10]:80"));
  }
}
