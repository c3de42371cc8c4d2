package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Download;
import dev.lvs.verdict.Row;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Accidents with folders of manifests: what is programmed keeps serving, and drift is still
 * repaired.
 */
@Tag("kernel")
class ManifestAccidentsIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final String DIRECTOR = "lvs-director";

  /** Lines of the table that make the virtual service with its two destinations. */
  private static final int SERVICE = 3;

  private static final String MORE =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: VirtualService
      metadata: {name: more, namespace: shop}
      spec:
        addresses: [10.1.210.58]
        ports: [{port: 81}]
        scheduler: rr
        forwarding: {method: DR}
        realServers: {selector: {matchLabels: {app: web}}}
      """;

  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-manifest-accidents");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("dr");
  @AutoClose private final Lab lab = Lab.of(Topology.direct());

  @AutoClose
  private final Agents realServers = Agents.run(lab, manifests, List.of("rs-52", "rs-53"));

  @Test
  @Row({"nothing-to-read", "manifest-special-file"})
  void nothingIsTakenAwayByWhatCannotBeReadAndRepairGoesOn() {
    List<String> before;
    try (AgentProcess agent = start(DIRECTOR)) {
      awaitTable(table -> table.size() == SERVICE);
      // what it would remember from an unfinished folder is not to be relied on
      await().until(() -> Files.exists(state.path().resolve(DIRECTOR).resolve("last-good.json")));
      before = lab.director().witness();

      shell(
          "cd %s && mkdir .away && mv *.yaml .away && mkfifo pipe.yaml && ln -s /dev/zero z.yaml");
      awaitLog(agent, "holds no manifest");
      await()
          .until(
              () ->
                  agent
                      .log()
                      .contains("pipe.yaml:1: Unreadable: The file cannot be read: it is a FIFO"));
      lab.director().ip("addr del 10.1.210.58/32 dev e0");
      lab.director().ipvsadm("-D -t " + HTTP);

      awaitTable(before::equals);
      await().until(() -> lab.client().get(HTTP, 6).toString().equals("rs-52=3 rs-53=3"));
      assertThat(agent.terminate()).isZero();
    }
    try (AgentProcess late = start(DIRECTOR)) {
      awaitTable(table -> count(late, "Plan 1: 0 changes") == 1);
      awaitTable(table -> count(late, "holds no manifest") == 2);
      shell("cd %s && rm pipe.yaml z.yaml && mv .away/* . && rmdir .away");
      manifests.replace("real-servers.yaml", "weight: 1", "weight: 5");
      awaitTable(table -> table.toString().contains(" -g -w 5"));
      assertThat(late.terminate()).isZero();
    }
    try (AgentProcess renamed = start("renamed")) {
      awaitLog(renamed, "has no Node renamed; there are " + DIRECTOR);
      assertThat(renamed.terminate()).isZero();
    }
    assertThat(lab.director().witness()).hasSameSizeAs(before);
    assertThat(realServers.round("rs-52").isConverged()).isTrue();
    assertThat(lab.client().get(HTTP, 6)).hasToString("rs-52=5 rs-53=1");
  }

  /**
   * A file that nobody can open, as on a mount whose server does not answer any more: another
   * process has a lease on it (fcntl(2), F_SETLEASE), and does not give it up.
   */
  @Test
  @Row({"manifest-special-file", "manifest-compile-aside"})
  void repairGoesOnWhileAFileOfTheFolderHangs() {
    String patience = lab.director().sysctl("fs/lease-break-time");
    lab.director().sysctl("fs/lease-break-time", "600");
    try (AgentProcess agent = start(DIRECTOR)) {
      awaitTable(table -> table.size() == SERVICE);
      List<String> before = lab.director().witness();
      shell(
          "cd %s && cp real-servers.yaml .slow && (setsid perl -e '"
              + "$SIG{IO} = q(IGNORE); open(F, q(+<), q(.slow)) or die;"
              + " fcntl(F, 1024, 1) or die $!; rename(q(.slow), q(real-servers.yaml));"
              + " sleep 600' >/dev/null 2>&1 & echo $! >.pid) && sleep 1");
      shell("cd %s && sed -i 's/scheduler: .*/scheduler: lc/' virtual-service.yaml");

      awaitTable(table -> isHanging());
      lab.director().ip("addr del 10.1.210.58/32 dev e0");
      lab.director().ipvsadm("-D -t " + HTTP);

      awaitTable(before::equals);
      await().until(() -> lab.client().get(HTTP, 6).toString().equals("rs-52=3 rs-53=3"));
      assertThat(isHanging()).as("all the while").isTrue();

      shell("cd %s && kill $(cat .pid)");
      awaitTable(table -> table.toString().contains("-s lc"));
      assertThat(agent.terminate()).isZero();
    } finally {
      lab.director().sysctl("fs/lease-break-time", patience);
    }
  }

  /** Returns whether somebody waits for the lease (proc_locks(5)). */
  private boolean isHanging() {
    return lab.director().run("cat", "/proc/locks").contains("BREAKING");
  }

  @Test
  @Row({"manifest-still", "no-inotify"})
  void aFileThatIsAwayForAMomentCostsNothingAndOneThatStaysAwayTakesItsServiceAlong() {
    String instances = lab.director().sysctl("fs/inotify/max_user_instances");
    lab.director().sysctl("fs/inotify/max_user_instances", "0");
    try (AgentProcess agent = start(DIRECTOR)) {
      awaitTable(table -> table.size() == SERVICE);
      assertThat(agent.log()).contains("no inotify instance").doesNotContain("\tat ");
      try (Download download = lab.client().download(HTTP)) {
        shell("cd %s && mkdir .away && mv virtual-service.yaml .away");
        manifests.write("more.yaml", MORE);
        awaitTable(table -> table.size() == 2 * SERVICE);
        shell("cd %s && mv .away/* .");
        manifests.delete("more.yaml");
        awaitTable(table -> table.size() == SERVICE);
        assertThat(download.goesOn()).as(download.failure()).isTrue();
      }

      shell("cd %s && mv virtual-service.yaml .away");

      awaitTable(List::isEmpty);
      assertThat(agent.log()).contains("ipvsadm -D -t " + HTTP);
    } finally {
      lab.director().sysctl("fs/inotify/max_user_instances", instances);
    }
  }

  /** An agent that has a ledger, and does not know what the manifests said. */
  @Test
  @Row("nothing-to-read")
  void aHalfWrittenFolderTakesNothingAwayFromWhoRemembersOnlyWhatIsHis() {
    try (AgentProcess agent = start(DIRECTOR)) {
      awaitTable(table -> table.size() == SERVICE);
      assertThat(agent.terminate()).isZero();
    }
    List<String> before = lab.director().witness();
    String whole = manifests.read("virtual-service.yaml");
    String half = whole.substring(0, whole.length() - 30);
    lab.director().run("sh", "-c", "rm -f " + state.path() + "/*/last-good.json");
    shell("cd %s && mkdir .away && mv real-servers.yaml .away && mkfifo real-servers.yaml");
    manifests.write("virtual-service.yaml", half);
    try (AgentProcess agent = start(DIRECTOR);
        Download download = lab.client().download(HTTP)) {
      awaitLog(agent, "What was in the files that cannot be read is not known here");
      assertThat(lab.director().witness()).isEqualTo(before);

      shell("cd %s && rm real-servers.yaml && mv .away/real-servers.yaml . && rmdir .away");
      manifests.write("virtual-service.yaml", whole);
      manifests.replace("real-servers.yaml", "weight: 1", "weight: 5");
      awaitTable(table -> table.toString().contains(" -g -w 5"));
      assertThat(download.goesOn()).as(download.failure()).isTrue();

      manifests.delete("virtual-service.yaml");
      awaitTable(List::isEmpty);
    }
  }

  private AgentProcess start(String node) {
    return AgentProcess.runAs(node, lab.director(), manifests.folder(), state.path());
  }

  private static void awaitLog(AgentProcess agent, String words) {
    await().untilAsserted(() -> assertThat(agent.log()).contains(words));
  }

  private static long count(AgentProcess agent, String words) {
    return agent.log().lines().filter(line -> line.contains(words)).count();
  }

  /** Runs a command in which the folder of manifests is %s. */
  private void shell(String command) {
    lab.director().run("sh", "-c", command.formatted(manifests.folder()));
  }

  private void awaitTable(Predicate<List<String>> what) {
    await().atMost(Duration.ofSeconds(60)).until(() -> what.test(lab.director().witness()));
  }
}
