package dev.lvs.lab.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A running Kubernetes control plane: an API server on 127.0.0.1 with its store, and controllers on
 * demand. No kubelet runs: Pods and Nodes are objects that tests write.
 *
 * <p>The lab's guest reaches the same API server as 10.0.2.2 (slirp); its certificate names both
 * addresses.
 */
public sealed interface ControlPlane extends AutoCloseable
    permits LocalControlPlane, K3sControlPlane {

  /** Returns what runs here, for people: product, version, where. */
  String description();

  /** The administrator's kubeconfig file (group system:masters), for this machine. */
  Path kubeconfig();

  /** The kubectl that belongs to this API server, as its administrator. */
  Kubectl kubectl();

  /**
   * Starts the controllers that make namespaces end, orphans go and service accounts appear. Doing
   * it twice is doing it once; most tests are faster without.
   */
  void startControllers();

  /** Ends every process of this control plane and removes its data. */
  @Override
  void close();

  /** The administrator's access; a copy that the caller may change. */
  default Config access() {
    try {
      return Config.fromKubeconfig(Files.readString(kubeconfig()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A client of its own for the administrator; the caller closes it. */
  default KubernetesClient newClient() {
    return new KubernetesClientBuilder().withConfig(access()).build();
  }

  /** The TCP port of the API server, the same on 127.0.0.1 and, from the guest, on 10.0.2.2. */
  default int port() {
    return URI.create(access().getMasterUrl()).getPort();
  }

  /**
   * The kubeconfig of somebody else, somewhere else: {@code kubeconfigFor("10.0.2.2", token)} is
   * what an agent in the guest needs.
   */
  default String kubeconfigFor(String host, String token) {
    return Kubeconfig.text("https://" + host + ":" + port(), access().getCaCertData(), token);
  }

  /**
   * Starts a control plane and waits until it is ready: k3s where a Docker engine answers, else the
   * lab's own program, which is built first where the cache lacks it. Says which, with the time it
   * took.
   */
  static ControlPlane start() {
    Instant start = Instant.now();
    ControlPlane plane = K3sControlPlane.tryStart().orElseGet(LocalControlPlane::start);
    Duration took = Duration.between(start, Instant.now());
    say("control plane: %s, ready after %.1f s", plane.description(), took.toMillis() / 1000.0);
    return plane;
  }

  /** Tells the person at the terminal, as the lab's scripts do. */
  private static void say(String format, Object... arguments) {
    System.err.printf("lab: " + format + "%n", arguments);
  }
}
