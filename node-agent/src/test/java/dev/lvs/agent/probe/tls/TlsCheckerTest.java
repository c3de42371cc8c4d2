package dev.lvs.agent.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.ProbeLoop;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Schedule;
import dev.lvs.agent.probe.ScheduledCheck;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.probe.TcpChecker;
import dev.lvs.agent.probe.http.HttpChecker;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes servers of the JDK, with certificates that keytool made. */
class TlsCheckerTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path folder;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    keytool("valid", "-startdate", "-1d", "-validity", "30");
    keytool("over", "-startdate", "-10d", "-validity", "5");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void passesAHandshakeAndSaysUntilWhenTheCertificateIsValid() throws Exception {
    ProbeResult result = probe(server("valid"), handshake(Trust.any(), null));

    assertThat(result).isInstanceOf(ProbeResult.Passed.class);
    assertThat(((ProbeResult.Passed) result).certificateEnd().orElseThrow())
        .isBetween(
            Instant.now().plus(28, ChronoUnit.DAYS), Instant.now().plus(30, ChronoUnit.DAYS));
  }

  @Test
  void verifiesTheCertificateByTheNameThatItIsGiven() throws Exception {
    Trust trust = Trust.of(Files.readString(folder.resolve("valid.pem")));
    int port = server("valid");

    assertThat(probe(port, handshake(trust, "shop.example.com")))
        .isInstanceOf(ProbeResult.Passed.class);
    assertThat(probe(port, handshake(trust, "127.0.0.1"))).isInstanceOf(ProbeResult.Passed.class);
    assertThat(reason(port, handshake(trust, "cart.example.com")))
        .isEqualTo("the certificate of 127.0.0.1:" + port + " is not for cart.example.com");
  }

  @Test
  void refusesACertificateThatNobodyIsKnownToHaveSigned() throws Exception {
    int port = server("valid");

    assertThat(reason(port, handshake(Trust.ofNode(), "shop.example.com")))
        .isEqualTo(
            "the certificate of 127.0.0.1:"
                + port
                + " is not of an authority that is trusted here");
  }

  @Test
  void refusesACertificateThatIsOverUnlessAnyIsGood() throws Exception {
    Trust trust = Trust.of(Files.readString(folder.resolve("over.pem")));
    int port = server("over");

    assertThat(reason(port, handshake(trust, "shop.example.com")))
        .isEqualTo("the certificate of 127.0.0.1:" + port + " is not valid any more");
    assertThat(probe(port, handshake(Trust.any(), null))).isInstanceOf(ProbeResult.Passed.class);
  }

  @Test
  void speaksHttpInside() throws Exception {
    int port = server("valid");

    assertThat(probe(port, new TlsChecker(HttpChecker.get("/"), Trust.any(), none(), none())))
        .isInstanceOf(ProbeResult.Passed.class);
    assertThat(reason(port, new TlsChecker(HttpChecker.get("/no"), Trust.any(), none(), none())))
        .isEqualTo("HTTP 503 from 127.0.0.1:" + port + "/no, expected 200-299");
  }

  @Test
  void saysThatAServerSpeaksNoTls() throws Exception {
    ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    opened.add(plain);
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket client = plain.accept()) {
                client
                    .getOutputStream()
                    .write("220 mx.example.com\r\n".getBytes(StandardCharsets.US_ASCII));
                client.getInputStream().readAllBytes();
              } catch (IOException e) {
                // the probe has what it needs
              }
            });

    assertThat(reason(plain.getLocalPort(), handshake(Trust.any(), null)))
        .startsWith("no TLS with 127.0.0.1:" + plain.getLocalPort());
  }

  @Test
  void takesNoAuthoritiesThatAreNone() {
    assertThatThrownBy(() -> Trust.of("hello")).hasMessageStartingWith("This is no certificate");
    assertThat(Trust.any()).isEqualTo(Trust.any()).isNotEqualTo(Trust.ofNode());
  }

  private static Checker handshake(Trust trust, @Nullable String name) {
    return new TlsChecker(new TcpChecker(), trust, Optional.ofNullable(name), none());
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static String reason(int port, Checker checker) throws Exception {
    return probe(port, checker) instanceof ProbeResult.Failed(var reason) ? reason : "passed";
  }

  private static ProbeResult probe(int port, Checker checker) throws Exception {
    BlockingQueue<ProbeResult> results = new ArrayBlockingQueue<>(100);
    ProbeLoop loop = new ProbeLoop((check, result) -> results.add(result));
    Thread thread = Thread.ofPlatform().daemon().start(loop);
    try {
      Schedule schedule = Schedule.of(Duration.ofSeconds(10), Duration.ofSeconds(10));
      Target target = Target.of(IpAddress.parse("127.0.0.1"), port);
      // starts are spread over the interval, so that of many one begins soon
      Set<ScheduledCheck> checks = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        checks.add(
            new ScheduledCheck(
                target,
                checker,
                Schedule.of(schedule.interval().plusMillis(i), schedule.timeout())));
      }
      loop.probe(checks);
      return results.poll(20, TimeUnit.SECONDS);
    } finally {
      loop.close();
      thread.join(5000);
    }
  }

  private int server(String certificate) throws Exception {
    KeyStore store =
        KeyStore.getInstance(folder.resolve(certificate).toFile(), PASSWORD.toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    ServerSocket server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    opened.add(server);
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  Socket client = server.accept();
                  Thread.ofVirtual().start(() -> answer(client));
                } catch (IOException e) {
                  return;
                }
              }
            });
    return server.getLocalPort();
  }

  private static void answer(Socket client) {
    try (client) {
      byte[] request = new byte[4096];
      int length = client.getInputStream().read(request);
      String status =
          length > 0 && new String(request, 0, length, StandardCharsets.US_ASCII).contains("/no ")
              ? "503 No"
              : "200 OK";
      client
          .getOutputStream()
          .write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // the probe went away
    }
  }

  private static void keytool(String name, String... validity) throws Exception {
    List<String> generate = new ArrayList<>();
    generate.addAll(
        List.of("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=test"));
    generate.addAll(List.of("-ext", "san=dns:shop.example.com,ip:127.0.0.1"));
    generate.addAll(List.of(validity));
    run(name, generate);
    run(
        name,
        List.of(
            "-exportcert",
            "-rfc",
            "-alias",
            "server",
            "-file",
            folder.resolve(name + ".pem") + ""));
  }

  private static void run(String name, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-keystore", folder.resolve(name).toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
