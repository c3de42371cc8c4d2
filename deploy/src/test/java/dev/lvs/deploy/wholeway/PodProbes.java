package dev.lvs.deploy.wholeway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Host;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The probes of a container on the host network, as the kubelet of its node asks them.
 *
 * @param machine whose network it is on
 */
record PodProbes(Host machine, Container container) {

  void awaitReady(Duration patience) {
    Awaitility.await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(answer(container.getReadinessProbe())).contains(" 200 "));
  }

  void mustBeAlive() {
    assertThat(answer(container.getLivenessProbe())).contains(" 200 ");
    assertThat(answer(container.getStartupProbe())).contains(" 200 ");
  }

  private String answer(Probe probe) {
    HTTPGetAction get = probe.getHttpGet();
    return machine.inside(
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(
                new InetSocketAddress(
                    InetAddress.ofLiteral(get.getHost()), get.getPort().getIntVal()),
                1000);
            socket
                .getOutputStream()
                .write(
                    "GET %s HTTP/1.1\r\nHost: node\r\n\r\n"
                        .formatted(get.getPath())
                        .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException refused) {
            return refused.toString();
          }
        });
  }
}
