package dev.lvs.lab.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** etcd and kube-apiserver (and kube-controller-manager) as processes, all from one program. */
public final class LocalControlPlane implements ControlPlane {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Address of this machine inside the guest, by slirp; the API server's certificate names it. */
  private static final String SEEN_FROM_THE_GUEST = "10.0.2.2";

  private static final String CONTROLLERS =
      String.join(
          ",",
          "garbage-collector-controller",
          "namespace-controller",
          "serviceaccount-controller",
          "endpointslice-controller",
          "validatingadmissionpolicy-status-controller",
          "deployment-controller",
          "replicaset-controller",
          "daemonset-controller");

  private final Path program;
  private final Path folder;
  private final List<BackgroundProgram> daemons = new ArrayList<>();
  private @Nullable BackgroundProgram controllers;

  private LocalControlPlane(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** Starts one, and waits until it is ready. */
  public static LocalControlPlane start() {
    var plane = new LocalControlPlane(Checkout.controlPlaneProgram(), Folders.create());
    Runtime.getRuntime().addShutdownHook(new Thread(plane::close, "end-control-plane"));
    try {
      plane.startEtcdAndApiServer();
      return plane;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot prepare a control plane", failed);
    }
  }

  @Override
  public String description() {
    return "Kubernetes %s, as processes on 127.0.0.1"
        .formatted(program.getFileName().toString().replaceFirst("control-plane-(.*)-.*", "$1"));
  }

  @Override
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  @Override
  public Kubectl kubectl() {
    return new Kubectl(
        List.of(program.toString(), "kubectl"), kubeconfig(), folder.resolve("kubectl-cache"));
  }

  /** Has etcd stand still: the API server goes on, and what it asks is not answered. */
  public void freezeStore() {
    etcd().signal("STOP");
  }

  /** Has etcd go on. */
  public void thawStore() {
    etcd().signal("CONT");
  }

  private BackgroundProgram etcd() {
    return daemons.getFirst();
  }

  @Override
  public synchronized void startControllers() {
    if (controllers != null) {
      return;
    }
    controllers =
        run(
            "kube-controller-manager",
            "--kubeconfig=" + kubeconfig(),
            "--service-account-private-key-file=" + folder.resolve("service-accounts.pem"),
            "--use-service-account-credentials=true",
            "--leader-elect=false",
            "--bind-address=127.0.0.1",
            "--secure-port=" + freePorts(1).getFirst(),
            "--cert-dir=" + folder.resolve("controller-manager"),
            "--controllers=" + CONTROLLERS);
  }

  @Override
  public synchronized void close() {
    daemons.reversed().forEach(BackgroundProgram::close);
    if (!daemons.isEmpty()) {
      daemons.clear();
      Folders.remove(folder);
    }
  }

  private void startEtcdAndApiServer() throws IOException {
    List<Integer> ports = freePorts(3);
    String store = "http://127.0.0.1:" + ports.get(0);
    String peers = "http://127.0.0.1:" + ports.get(1);
    int port = ports.get(2);
    String token = UUID.randomUUID().toString();
    Path certificates = folder.resolve("apiserver");
    Path key = folder.resolve("service-accounts.pem");
    Path tokens = folder.resolve("tokens.csv");
    Files.writeString(key, newRsaKey());
    Files.writeString(tokens, token + ",lab-admin,lab-admin,\"system:masters\"\n");

    run(
        "etcd",
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + store,
        "--advertise-client-urls=" + store,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers,
        "--unsafe-no-fsync",
        "--log-level=error");
    // It makes its own certificate, which names both the bound and the advertised address.
    run(
        "kube-apiserver",
        "--etcd-servers=" + store,
        "--secure-port=" + port,
        "--bind-address=127.0.0.1",
        "--advertise-address=" + SEEN_FROM_THE_GUEST,
        "--cert-dir=" + certificates,
        "--service-account-key-file=" + key,
        "--service-account-signing-key-file=" + key,
        "--service-account-issuer=https://kubernetes.default.svc",
        "--token-auth-file=" + tokens,
        "--authorization-mode=RBAC",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--disable-admission-plugins=ServiceAccount",
        "--allow-privileged=true");
    awaitReady("https://127.0.0.1:" + port, certificates.resolve("apiserver.crt"), token);
  }

  private void awaitReady(String server, Path certificate, String token) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(certificate) || Files.size(certificate) == 0) {
      pause(end);
    }
    String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate));
    Files.writeString(kubeconfig(), Kubeconfig.text(server, authority, token));
    Config access = access();
    access.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(access).build()) {
      HttpClient http = client.getHttpClient();
      HttpRequest ready = http.newHttpRequestBuilder().uri(server + "/readyz").build();
      while (!succeeds(http, ready)) {
        pause(end);
      }
    }
  }

  private static boolean succeeds(HttpClient http, HttpRequest request) {
    try {
      return http.sendAsync(request, String.class).get().isSuccessful();
    } catch (ExecutionException refused) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the API server started", stop);
    }
  }

  private void pause(Instant end) {
    daemons.forEach(BackgroundProgram::mustBeAlive);
    if (Instant.now().isAfter(end)) {
      throw new IllegalStateException(
          "the API server was not ready within %d s:%n%s"
              .formatted(PATIENCE.toSeconds(), daemons.getLast().lastLines()));
    }
    try {
      Thread.sleep(50);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the API server started", stop);
    }
  }

  private BackgroundProgram run(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString(), name));
    command.addAll(List.of(arguments));
    BackgroundProgram daemon = BackgroundProgram.start(name, folder, command);
    daemons.add(daemon);
    return daemon;
  }

  /** The key that signs service account tokens, as PEM. */
  private static String newRsaKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }

  /** Held open together, so that they differ. */
  private static List<Integer> freePorts(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException none) {
      throw new UncheckedIOException("no free TCP port on 127.0.0.1", none);
    } finally {
      for (ServerSocket socket : held) {
        try {
          socket.close();
        } catch (IOException ignored) {
          // a socket that never listened for anybody; nothing depends on its end
        }
      }
    }
  }
}
