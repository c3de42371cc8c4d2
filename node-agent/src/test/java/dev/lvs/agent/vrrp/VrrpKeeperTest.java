package dev.lvs.agent.vrrp;

import static dev.lvs.agent.vrrp.VrrpSamples.ips;
import static dev.lvs.agent.vrrp.VrrpSamples.plan;
import static dev.lvs.agent.vrrp.VrrpSamples.router;
import static dev.lvs.agent.vrrp.VrrpSamples.vip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.StandDown;
import dev.lvs.api.v1alpha1.VrrpReport;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keepalived is told by files, and the script that reads them, as a shell runs it. */
class VrrpKeeperTest {
  /** An interface of this machine that is up. */
  private static final String UP = "lo";

  private static final String SOURCE = "198.51.100.1";
  private static final String VIP = "192.0.2.9";

  @TempDir Path state;
  private Path folder = Path.of("");
  private VrrpKeeper keeper = new VrrpKeeper("edge-1", Path.of(""));

  @BeforeEach
  void begin() {
    folder = state.resolve("vrrp");
    keeper = new VrrpKeeper("edge-1", state);
  }

  @Test
  void keepalivedMayHaveTheVipsWhileTheyAreServed() throws Exception {
    keeper.follow(group(null), view(Set.of(VIP)));

    assertThat(isReady()).isTrue();
    assertThat(folder.resolve("keepalived.conf")).content().contains("vrrp_instance edge-ipv4");
    assertThat(PosixFilePermissions.toString(permissions("keepalived.conf")))
        .isEqualTo("rw-r--r--");
    assertThat(folder.resolve("lvs-keepalived")).content().startsWith("#!/bin/sh");
  }

  @Test
  void itMayNotWhereNothingIsServed() throws Exception {
    keeper.follow(group(null), view(Set.of()));

    assertThat(isReady()).isFalse();
    assertThat(report().state()).isEqualTo(GroupStanding.NOT_READY);
    assertThat(report().why()).startsWith("none of its VIPs can be served here");
  }

  @Test
  void itMayNotWhereTheQuorumIsLostEverywhere() throws Exception {
    keeper.follow(group(null), new VrrpView(Set.of(), Set.copyOf(ips(VIP)), facts(SOURCE)));

    assertThat(isReady()).isFalse();
    assertThat(report().why()).contains("lost their quorum");
  }

  @Test
  void itMayNotWhereTheNodeIsCordoned() throws Exception {
    keeper.follow(group(StandDown.CORDONED), view(Set.of(VIP)));

    assertThat(isReady()).isFalse();
    assertThat(report().why()).contains("the node is cordoned");
  }

  @Test
  void itMayNotWhereTheInterfaceIsNotThere() throws Exception {
    keeper.follow(
        plan(vip(VIP, "gone0", router(SOURCE, null))),
        new VrrpView(Set.copyOf(ips(VIP)), Set.of(), facts()));

    assertThat(isReady()).isFalse();
    assertThat(report().why()).isEqualTo("interface gone0 is down or has no carrier");
    assertThat(folder.resolve("keepalived.conf")).content().doesNotContain("vrrp_instance");
  }

  @Test
  void whatWasSaidRunsOutByTheTimeSinceTheBootAlone() throws Exception {
    keeper.follow(group(null), view(Set.of(VIP)));
    Uptime now = Uptime.now();

    // whatever the times of files and the clock of the day say
    Files.setLastModifiedTime(folder.resolve("edge.ready"), FileTime.fromMillis(0));
    assertThat(isReady()).isTrue();
    say(now.seconds() - 1, now.boot());
    assertThat(isReady()).isFalse();
    say(now.seconds() + 20, now.boot());
    assertThat(isReady()).isTrue();
    say(now.seconds() + 20, "another-boot");
    assertThat(isReady()).isFalse();
    say(now.seconds() + 100, now.boot());
    assertThat(isReady()).isFalse();
    Files.writeString(folder.resolve("edge.ready"), "");
    assertThat(isReady()).isFalse();
    Files.delete(folder.resolve("edge.ready"));
    assertThat(isReady()).isFalse();
  }

  @Test
  void saysWhetherKeepalivedAsksAndWhoHasTheVips() throws Exception {
    keeper.follow(group(null), view(Set.of(VIP)));
    assertThat(report().state()).isEqualTo(GroupStanding.NOT_READY);
    assertThat(report().why()).startsWith("keepalived does not ask");

    isReady();
    keeper.follow(group(null), view(Set.of(VIP)));
    assertThat(report().state()).isEqualTo(GroupStanding.WAITING);
    assertThat(report().why()).isNull();

    keeper.follow(group(null), new VrrpView(Set.copyOf(ips(VIP)), Set.of(), facts(SOURCE, VIP)));
    assertThat(report().state()).isEqualTo(GroupStanding.HOLDER);
    assertThat(report().why()).isNull();
  }

  @Test
  void saysWhenItSawThem() throws Exception {
    assertThat(keeper.seen()).isEqualTo(VrrpSeen.NOTHING);
    Instant before = SteadyClock.STEADY.instant();

    keeper.follow(group(null), view(Set.of(VIP)));

    assertThat(keeper.seen().groups()).isEqualTo(keeper.vrrp());
    assertThat(keeper.seen().unknown()).isEmpty();
    assertThat(keeper.seen().at()).isAfterOrEqualTo(before);
  }

  @Test
  void knowsNothingOfAGroupOfWhichKeepalivedCannotBeTold() throws IOException {
    Files.writeString(folder, "no folder");

    keeper.follow(group(null), view(Set.of(VIP)));

    assertThat(keeper.seen().groups()).isEmpty();
    assertThat(keeper.seen().unknown()).containsExactly("edge");
    assertThat(keeper.seen().why()).startsWith("keepalived cannot be told");
  }

  @Test
  void writesNothingThatIsThereAlready() throws Exception {
    keeper.follow(group(null), view(Set.of(VIP)));
    Object before = Files.readAttributes(folder.resolve("keepalived.conf"), "unix:ino");

    new VrrpKeeper("edge-1", state).follow(group(null), view(Set.of(VIP)));

    assertThat(Files.readAttributes(folder.resolve("keepalived.conf"), "unix:ino"))
        .isEqualTo(before);
  }

  @Test
  void nothingIsLeftOfAPlanWithoutVrrp() throws Exception {
    keeper.follow(group(null), view(Set.of(VIP)));
    isReady();

    keeper.follow(plan(), view(Set.of()));

    assertThat(folder).isEmptyDirectory();
    assertThat(keeper.vrrp()).isEmpty();
  }

  private VrrpReport report() {
    return keeper.vrrp().getFirst();
  }

  private Set<PosixFilePermission> permissions(String file) throws IOException {
    return Files.getPosixFilePermissions(folder.resolve(file));
  }

  private void say(long until, String boot) throws IOException {
    Files.writeString(folder.resolve("edge.ready"), until + " " + boot + "\n");
  }

  private boolean isReady() throws IOException, InterruptedException {
    return new ProcessBuilder("sh", folder.resolve("ready").toString(), "edge")
            .inheritIO()
            .start()
            .waitFor()
        == 0;
  }

  private static NodePlanSpec group(@Nullable StandDown standDown) {
    return plan(vip(VIP, UP, router(SOURCE, standDown, "198.51.100.2")));
  }

  private static VrrpView view(Set<String> served) {
    return new VrrpView(Set.copyOf(ips(served.toArray(String[]::new))), Set.of(), facts(SOURCE));
  }

  private static NodeFacts facts(String... addresses) {
    List<Address> all =
        Stream.concat(Stream.of("127.0.0.1"), Arrays.stream(addresses))
            .map(one -> new Address(IpAddress.parse(one), 32))
            .toList();
    return new NodeFacts(
        "6.12.0",
        Optional.of("1.2.1"),
        Set.of(),
        List.of(new Interface(UP, 1, false, all, Conf.USUAL, false, 1500)),
        Conf.USUAL,
        Routing.NONE);
  }
}
