package dev.lvs.endpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** Far below what the kubelet would wait for in all before it starts the operator anew. */
  private static final Duration PROBE = Duration.ofSeconds(5);

  @Test
  void answersEachProbeWithWhatIsWrong() throws Exception {
    try (HealthEndpoint endpoint =
        new HealthEndpoint(
            ANY_PORT, Optional::empty, () -> Optional.of("watches are not up yet"))) {
      HttpResponse<String> health = get(endpoint, "/healthz");
      HttpResponse<String> readiness = get(endpoint, "/readyz");

      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).isEqualTo("ok\n");
      assertThat(readiness.statusCode()).isEqualTo(503);
      assertThat(readiness.body()).isEqualTo("watches are not up yet\n");
      assertThat(get(endpoint, "/metrics").statusCode()).isEqualTo(404);
    }
  }

  @Row("health-endpoint")
  @Test
  void oneByteHoldsNobodyUp() throws Exception {
    try (HealthEndpoint endpoint = healthy();
        Socket slow = connect(endpoint)) {
      slow.getOutputStream().write('G');

      assertThat(get(endpoint, "/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Row("health-endpoint")
  @Test
  void hundredsOfSlowClientsHoldNobodyUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (HealthEndpoint endpoint = healthy()) {
      for (int i = 0; i < 5 * HealthEndpoint.CLIENTS; i++) {
        Socket client = connect(endpoint);
        client.getOutputStream().write("GET /healthz HTTP/1.1\r\nHo".getBytes(US_ASCII));
        slow.add(client);
      }

      assertThat(get(endpoint, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(endpoint, "/readyz").statusCode()).isEqualTo(200);
    } finally {
      for (Socket client : slow) {
        client.close();
      }
    }
  }

  @Row("health-endpoint")
  @Test
  void aRequestThatNeverEndsIsCutOff() throws Exception {
    try (HealthEndpoint endpoint = healthy();
        Socket slow = connect(endpoint)) {
      slow.getOutputStream().write("GET /healthz HTTP/1.1\r\n".getBytes(US_ASCII));
      slow.setSoTimeout((int) HealthEndpoint.PATIENCE.multipliedBy(4).toMillis());

      assertThat(slow.getInputStream().read()).as("the end of the connection").isEqualTo(-1);
    }
  }

  private static HealthEndpoint healthy() {
    return new HealthEndpoint(ANY_PORT, Optional::empty, Optional::empty);
  }

  private static Socket connect(HealthEndpoint endpoint) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
  }

  private static HttpResponse<String> get(HealthEndpoint endpoint, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PROBE).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
