package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.health.HealthMonitor;
import dev.lvs.agent.inbox.Deadline;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.agent.situation.ServerHealth.Down;
import dev.lvs.agent.situation.ServerHealth.Up;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import dev.lvs.lab.program.ServerProgram;
import dev.lvs.manifest.Json;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs each kind of check against a server program of the distribution: down while nobody listens,
 * up when the program runs, down with the reason when it is killed.
 */
@Tag("kernel")
class ServerProgramsIT {
  private static final String SERVER = "web-1";
  private static final String ADDRESS = "192.0.2.21";
  private static final int PORT = 7000;
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String OFTEN =
      "'interval':'1s','timeout':'1s','rise':1,'fall':1,'initial':'down'";

  private static final ServiceKey KEY = ServiceKey.parse("TCP 192.0.2.1:80");

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Lab lab;

  @BeforeAll
  static void start() {
    lab = Lab.of(Topology.nat(1));
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nginx       | 0 | 'tcp':{}
          nginx       | 0 | 'http':{'path':'/healthz','expectBody':'all is well'}
          nginx       | 0 | 'http':{'path':'/moved','expectStatus':['301']}
          nginx       | 0 | 'http':{'path':'/','expectStatus':['503']}
          nginx       | 1 | 'https':{'path':'/healthz','tls':{'verify':false}}
          nginx       | 1 | 'tls':{'verify':false}
          etcd        | 0 | 'grpc':{}
          dnsmasq     | 0 | 'dns':{'name':'www.example','expect':'192.0.2.80'}
          dnsmasq     | 0 | 'udp':{'send':'\\\\x12\\\\x34\\\\x01\\\\x00\\\\x00\\\\x01\\\\x00\\\\x00\\\\x00\\\\x00\\\\x00\\\\x00\\\\x03www\\\\x07example\\\\x00\\\\x00\\\\x01\\\\x00\\\\x01','expect':'example'}
          exim        | 0 | 'script':{'protocol':'smtp'}
          imap4d      | 0 | 'script':{'protocol':'imap'}
          pop3d       | 0 | 'script':{'protocol':'pop3'}
          vsftpd      | 0 | 'script':{'protocol':'ftp'}
          nnrpd       | 0 | 'script':{'protocol':'nntp'}
          dropbear    | 0 | 'script':{'protocol':'ssh'}
          redis       | 0 | 'script':{'protocol':'redis'}
          memcached   | 0 | 'script':{'protocol':'memcached'}
          mariadb     | 0 | 'script':{'protocol':'mysql'}
          postgresql  | 0 | 'script':{'protocol':'postgresql'}
          slapd       | 0 | 'script':{'protocol':'ldap'}
          redis       | 0 | 'script':{'steps':[{'send':'ECHO here\\\\r\\\\n','expect':'here'}]}
          """)
  @Row({
    "check-tcp",
    "check-udp",
    "check-http",
    "check-tls",
    "check-dns",
    "check-protocols",
    "check-grpc"
  })
  void tellsWhetherTheProgramRuns(String program, int offset, String check) throws Exception {
    int port = PORT + offset;
    try (Inbox inbox = new Inbox(SteadyClock.STEADY, List.of());
        HealthMonitor monitor = new HealthMonitor()) {
      monitor.begin(inbox);
      watch(monitor, plan(port, check));
      ServerHealth before = awaited(inbox, port, Down.class, () -> "counts as up");

      try (ServerProgram running = ServerProgram.start(lab.host(SERVER), program, ADDRESS, PORT)) {
        awaited(inbox, port, Up.class, running::log);
      }
      ServerHealth after = awaited(inbox, port, Down.class, () -> "it counts as up for ever");

      assertThat(before).asString().contains("by " + ADDRESS);
      assertThat(after).asString().contains("by " + ADDRESS);
    }
  }

  @Test
  @Row("check-icmp")
  void pingsTheServer() throws Exception {
    try (Inbox inbox = new Inbox(SteadyClock.STEADY, List.of());
        HealthMonitor monitor = new HealthMonitor()) {
      monitor.begin(inbox);
      watch(monitor, plan(PORT, "'icmp':{}"));
      awaited(inbox, PORT, Up.class, () -> "no answer");

      lab.host(SERVER).ip("link set dev e0 down");
      awaited(inbox, PORT, Down.class, () -> "answers from a link that is down");

      lab.host(SERVER).ip("link set dev e0 up", "route add default via 192.0.2.1");
      awaited(inbox, PORT, Up.class, () -> "no answer any more");
    }
  }

  @Test
  @Row("check-weight")
  void takesTheWeightThatTheServerAsksFor() throws Exception {
    try (Inbox inbox = new Inbox(SteadyClock.STEADY, List.of());
        HealthMonitor monitor = new HealthMonitor();
        ServerProgram running =
            ServerProgram.start(lab.host(SERVER), "agent-check", ADDRESS, PORT)) {
      monitor.begin(inbox);
      watch(monitor, plan(PORT, "'agent':{}"));

      ServerHealth health = awaited(inbox, PORT, Up.class, running::log);

      assertThat(((Up) health).weight()).hasValue(5);
    }
  }

  /** The health of the server as soon as it is of this kind and for a reason. */
  private static ServerHealth awaited(
      Inbox inbox, int port, Class<? extends ServerHealth> kind, Supplier<String> trouble)
      throws InterruptedException {
    DestinationKey server = new DestinationKey(IpAddress.parse(ADDRESS), port);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<ServerHealth> last = Optional.empty();
    while (System.nanoTime() < deadline) {
      inbox.wakeAfter(Deadline.LOOK, LOOK);
      Optional<ServerHealth> news = inbox.take().health().map(all -> all.of(KEY, server));
      if (news.isPresent()) {
        last = news;
      }
      if (last.filter(kind::isInstance).filter(ServerProgramsIT::isHeard).isPresent()) {
        return last.get();
      }
    }
    throw new AssertionError(last + "; the program said: " + trouble.get());
  }

  private static void watch(HealthMonitor monitor, DirectorPlan plan) {
    lab.director()
        .inside(
            () -> {
              monitor.watch(plan, ProbeWays.NONE);
              return plan;
            });
  }

  /** Not where it counts as down until the first result. */
  private static boolean isHeard(ServerHealth health) {
    return !(health instanceof Down(var _, var evidence, var _)) || evidence.reason().isPresent();
  }

  private static DirectorPlan plan(int port, String check) {
    return Json.read(
        """
        {'services':[{'key':'%s','scheduler':'rr','source':'VirtualService lab/programs',
        'destinations':[{'address':'%s','port':%d,'method':'NAT','weight':10}],
        'health':{'check':{%s,%s}}}]}
        """
            .formatted(KEY, ADDRESS, port, check, OFTEN)
            .replace('\'', '"'),
        DirectorPlan.class);
  }
}
