package dev.lvs.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.probe.http.HttpChecker;
import dev.lvs.agent.probe.http.StatusRange;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbeLoopTest {
  private static final Schedule OFTEN = Schedule.of(Duration.ofMillis(100), Duration.ofMillis(100));
  private static final Schedule PATIENT =
      Schedule.of(Duration.ofMillis(100), Duration.ofMillis(100));

  private final BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private ProbeLoop loop;
  private Thread thread;

  @BeforeEach
  void start() {
    loop = new ProbeLoop((check, result) -> results.add(result));
    thread = Thread.ofPlatform().daemon().start(loop);
  }

  @AfterEach
  void stop() throws Exception {
    loop.close();
    thread.join(5000);
    assertThat(thread.isAlive()).isFalse();
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void passesAServerThatAccepts() throws Exception {
    ServerSocket server = listen();

    loop.probe(Set.of(new ScheduledCheck(at(server), new TcpChecker(), OFTEN)));

    assertThat(next()).isEqualTo(ProbeResult.Passed.PLAIN);
    assertThat(next()).isEqualTo(ProbeResult.Passed.PLAIN);
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    ServerSocket server = listen();
    server.close();

    loop.probe(Set.of(new ScheduledCheck(at(server), new TcpChecker(), OFTEN)));

    assertThat(next())
        .isEqualTo(
            new ProbeResult.Failed("connection refused by 127.0.0.1:" + server.getLocalPort()));
  }

  @Test
  void hearsOfAServerThatComesBack() throws Exception {
    ServerSocket server = listen();
    int port = server.getLocalPort();
    server.close();
    loop.probe(Set.of(new ScheduledCheck(at(server), new TcpChecker(), OFTEN)));
    assertThat(next()).isInstanceOf(ProbeResult.Failed.class);

    opened.add(new ServerSocket(port, 10, InetAddress.getLoopbackAddress()));

    assertThat(until(ProbeResult.Passed.class)).isTrue();
  }

  @Test
  void endsAProbeThatIsNotAnswered() throws Exception {
    ServerSocket silent = listen();

    loop.probe(Set.of(new ScheduledCheck(at(silent), HttpChecker.get("/"), PATIENT)));

    assertThat(next())
        .isEqualTo(
            new ProbeResult.Failed(
                "no HTTP answer from 127.0.0.1:" + silent.getLocalPort() + " in time"));
  }

  @Test
  void readsAnAnswer() throws Exception {
    ServerSocket server = listen();
    answer(server, "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");

    loop.probe(Set.of(new ScheduledCheck(at(server), HttpChecker.get("/"), OFTEN)));

    assertThat(next())
        .isEqualTo(
            new ProbeResult.Failed(
                "HTTP 503 from 127.0.0.1:" + server.getLocalPort() + "/, expected 200-299"));
  }

  @Test
  void cutsAnAnswerThatDoesNotEnd() throws Exception {
    ServerSocket server = listen();
    answer(server, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(4 << 20));
    ServerSocket other = listen();
    HttpChecker wanting =
        new HttpChecker(
            "GET",
            "/",
            Optional.empty(),
            new TreeMap<>(),
            List.of(new StatusRange(200, 299)),
            Optional.of(new Expectation.Text("never")));

    loop.probe(
        Set.of(
            new ScheduledCheck(
                at(server), wanting, Schedule.of(Duration.ofSeconds(1), Duration.ofSeconds(1))),
            new ScheduledCheck(at(other), new TcpChecker(), OFTEN)));

    assertThat(until(ProbeResult.Passed.class)).isTrue();
    assertThat(until(ProbeResult.Failed.class)).isTrue();
  }

  @Test
  void blamesThisNodeForASourceThatItDoesNotHave() throws Exception {
    ServerSocket server = listen();
    Target from =
        new Target(
            IpAddress.parse("127.0.0.1"),
            server.getLocalPort(),
            Optional.of(IpAddress.parse("192.0.2.1")),
            Optional.empty());

    loop.probe(Set.of(new ScheduledCheck(from, new TcpChecker(), OFTEN)));

    assertThat(next())
        .isEqualTo(
            new ProbeResult.Inconclusive(
                "this node has no such source address, or no port left (EADDRNOTAVAIL)"));
  }

  @Test
  void sendsNothingWhereThereIsNoWay() throws Exception {
    ServerSocket server = listen();
    Target target = by(server, new Detour.None("its mark is for no VIP"));

    loop.probe(Set.of(new ScheduledCheck(target, new TcpChecker(), OFTEN)));

    assertThat(next()).isEqualTo(new ProbeResult.Inconclusive("its mark is for no VIP"));
  }

  @Test
  void sendsNothingByAMarkForWhichNothingStands() throws Exception {
    ServerSocket server = listen();
    Detour detour = new Detour.Marked(17, IpAddress.parse("127.0.0.1"), 12_345);
    loop.hold(Map.of(17L, "FWM 17 was refused"));

    loop.probe(Set.of(new ScheduledCheck(by(server, detour), new TcpChecker(), OFTEN)));

    assertThat(next()).isEqualTo(new ProbeResult.Inconclusive("FWM 17 was refused"));
  }

  private static Target by(ServerSocket server, Detour detour) {
    return new Target(
        IpAddress.parse("127.0.0.1"),
        server.getLocalPort(),
        Optional.of(IpAddress.parse("127.0.0.1")),
        Optional.of(detour));
  }

  @Test
  void stopsWithWhatIsNotAskedForAnyMore() throws Exception {
    ServerSocket server = listen();
    loop.probe(Set.of(new ScheduledCheck(at(server), new TcpChecker(), OFTEN)));
    assertThat(next()).isEqualTo(ProbeResult.Passed.PLAIN);

    loop.probe(Set.of());
    TimeUnit.MILLISECONDS.sleep(150);
    results.clear();

    assertThat(results.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void spreadsTheFirstProbesOverTheInterval() throws Exception {
    ServerSocket server = listen();
    List<ScheduledCheck> many = new ArrayList<>();
    Schedule wide = Schedule.of(Duration.ofSeconds(20), Duration.ofSeconds(1));
    for (int host = 1; host <= 200; host++) {
      many.add(
          new ScheduledCheck(
              Target.of(IpAddress.parse("127.0.0." + host), server.getLocalPort()),
              new TcpChecker(),
              wide));
    }

    loop.probe(many);
    TimeUnit.SECONDS.sleep(1);

    assertThat(results.size()).isLessThan(100);
  }

  private boolean until(Class<? extends ProbeResult> kind) throws InterruptedException {
    for (int tries = 0; tries < 100; tries++) {
      if (kind.isInstance(next())) {
        return true;
      }
    }
    return false;
  }

  private ProbeResult next() throws InterruptedException {
    ProbeResult result = results.poll(10, TimeUnit.SECONDS);
    assertThat(result).as("a result").isNotNull();
    return result;
  }

  private static Target at(ServerSocket server) {
    return Target.of(IpAddress.parse("127.0.0.1"), server.getLocalPort());
  }

  private ServerSocket listen() throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    opened.add(server);
    return server;
  }

  private static void answer(ServerSocket server, String text) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (true) {
                try (Socket client = server.accept()) {
                  client.getInputStream().read(new byte[4096]);
                  client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                  if (server.isClosed()) {
                    return;
                  }
                }
              }
            });
  }
}
