package dev.lvs.lab.apiserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** k3s without its kubelet, in a container; for machines where a Docker engine answers. */
final class K3sControlPlane implements ControlPlane {

  private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.36.1-k3s1");

  private final K3sContainer container;
  private final Path folder;

  private K3sControlPlane(K3sContainer container, Path folder) {
    this.container = container;
    this.folder = folder;
  }

  /** Empty where no Docker engine answers, or where it cannot have the image (which is said). */
  static Optional<ControlPlane> tryStart() {
    if (!dockerAnswers()) {
      return Optional.empty();
    }
    var container = new K3sContainer(IMAGE);
    try {
      container
          .withCommand(
              "server",
              "--disable-agent",
              "--disable=traefik,servicelb,metrics-server,local-storage,coredns",
              "--tls-san=" + container.getHost(),
              "--tls-san=10.0.2.2")
          .waitingFor(Wait.forLogMessage(".*k3s is up and running.*", 1))
          .start();
      return Optional.of(prepare(container));
    } catch (RuntimeException | IOException failed) {
      container.stop();
      System.err.printf("lab: k3s in Docker did not start (%s)%n", failed.getMessage());
      return Optional.empty();
    }
  }

  private static K3sControlPlane prepare(K3sContainer container) throws IOException {
    Path folder = Folders.create();
    Files.writeString(folder.resolve("kubeconfig"), container.getKubeConfigYaml());
    Path program = folder.resolve("k3s");
    container.copyFileFromContainer(
        "/bin/k3s", in -> Files.copy(in, program, StandardCopyOption.REPLACE_EXISTING));
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
    return new K3sControlPlane(container, folder);
  }

  private static boolean dockerAnswers() {
    try {
      Process info =
          new ProcessBuilder("docker", "info", "--format", "{{.ServerVersion}}")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!info.waitFor(10, TimeUnit.SECONDS)) {
        info.destroyForcibly();
        return false;
      }
      try (var out = info.getInputStream()) {
        String version = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        return info.exitValue() == 0 && !version.isEmpty();
      }
    } catch (IOException noDocker) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String description() {
    return "k3s in Docker, " + IMAGE.getVersionPart();
  }

  @Override
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  @Override
  public Kubectl kubectl() {
    return new Kubectl(
        List.of(folder.resolve("k3s").toString(), "kubectl"),
        kubeconfig(),
        folder.resolve("kubectl-cache"));
  }

  /** k3s runs them from its start. */
  @Override
  public void startControllers() {}

  @Override
  public void close() {
    container.stop();
    Folders.remove(folder);
  }
}
