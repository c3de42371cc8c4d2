package dev.lvs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {
  @Test
  void answersEachProbeWithWhatIsWrong() throws Exception {
    try (HealthEndpoint endpoint =
        new HealthEndpoint(0, Optional::empty, () -> Optional.of("watches are not up yet"))) {
      HttpResponse<String> health = get(endpoint, "/healthz");
      HttpResponse<String> readiness = get(endpoint, "/readyz");

      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).isEqualTo("ok\n");
      assertThat(readiness.statusCode()).isEqualTo(503);
      assertThat(readiness.body()).isEqualTo("watches are not up yet\n");
    }
  }

  private static HttpResponse<String> get(HealthEndpoint endpoint, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
