package dev.lvs.deploy.wholeway;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A pod of the agent's DaemonSet as a kubelet would run it, without a kubelet: with the arguments,
 * the environment, the mounts and the rights that its spec has, and no others.
 *
 * <p>The image is what this machine has below {@code /} but for {@code /run}, {@code /var} and
 * {@code /tmp}, read-only.
 *
 * @param spec of the pod, as the API server has it
 * @param node that it runs on
 * @param account the folder with {@code token} and {@code ca.crt}
 * @param host where the node's own directories are that a {@code hostPath} names
 */
record AgentPod(PodSpec spec, String node, Path account, Path host) {
  private static final String ROOT = "/run/pod";
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  AgentPod {
    if (!Boolean.TRUE.equals(spec.getHostNetwork()) || spec.getContainers().size() != 1) {
      throw new IllegalArgumentException("the agent is one container on its node's network");
    }
  }

  /**
   * The command that starts it, in a mount namespace of its own.
   *
   * @param entrypoint the image's
   * @param port of the API server on 127.0.0.1
   */
  List<String> command(List<String> entrypoint, int port) {
    List<String> lines = new ArrayList<>(List.of("set -eu", "umask 022"));
    lines.addAll(image());
    container().getVolumeMounts().forEach(mount -> lines.addAll(mounted(mount)));
    lines.add("mkdir -p %1$s%3$s && mount --bind %2$s %1$s%3$s".formatted(ROOT, account, ACCOUNT));
    if (Boolean.TRUE.equals(rights().getReadOnlyRootFilesystem())) {
      lines.add("mount -o remount,ro " + ROOT);
    }
    lines.addAll(limits());
    lines.add("exec chroot %s env -i %s %s".formatted(ROOT, environment(port), "\"$@\""));
    List<String> command = new ArrayList<>(List.of("sh", "-c", String.join("\n", lines), "sh"));
    command.addAll(dropping());
    command.addAll(requireNonNullElse(container().getCommand(), List.<String>of()));
    if (container().getCommand() == null || container().getCommand().isEmpty()) {
      command.addAll(entrypoint);
    }
    command.addAll(container().getArgs());
    return command;
  }

  private Container container() {
    return spec.getContainers().getFirst();
  }

  private SecurityContext rights() {
    return container().getSecurityContext();
  }

  private boolean isPrivileged() {
    return Boolean.TRUE.equals(rights().getPrivileged());
  }

  /** A root of its own, with what of this machine stands for the image. */
  private static List<String> image() {
    return List.of(
        "mkdir -p " + ROOT,
        "mount -t tmpfs -o mode=755 tmpfs " + ROOT,
        """
        for entry in /*; do
          case $entry in
            /run | /var | /tmp) mkdir %1$s$entry ;;
            /proc | /sys | /dev) mkdir %1$s$entry; mount --rbind $entry %1$s$entry ;;
            *)
              if [ -L $entry ]; then ln -s "$(readlink $entry)" %1$s$entry
              elif [ -d $entry ]; then
                mkdir %1$s$entry
                mount --bind $entry %1$s$entry
                mount -o remount,bind,ro %1$s$entry
              fi ;;
          esac
        done"""
            .formatted(ROOT));
  }

  private List<String> mounted(VolumeMount mount) {
    Volume volume =
        spec.getVolumes().stream()
            .filter(it -> it.getName().equals(mount.getName()))
            .findFirst()
            .orElseThrow();
    String at = ROOT + mount.getMountPath();
    List<String> lines = new ArrayList<>(List.of("mkdir -p " + at));
    if (volume.getHostPath() != null) {
      lines.addAll(bound(volume.getHostPath(), at));
    } else if (volume.getEmptyDir() != null) {
      lines.add("mount -t tmpfs -o mode=1777 tmpfs " + at);
    } else {
      throw new IllegalArgumentException("no kind of volume that is known here: " + volume);
    }
    if (Boolean.TRUE.equals(mount.getReadOnly())) {
      lines.add("mount -o remount,bind,ro " + at);
    }
    return lines;
  }

  private List<String> bound(HostPathVolumeSource source, String at) {
    // the kernel's own files are the same for every node that this machine is
    String from =
        source.getPath().startsWith("/proc/") ? source.getPath() : host + source.getPath();
    List<String> lines = new ArrayList<>();
    if ("DirectoryOrCreate".equals(source.getType())) {
      lines.add("mkdir -p " + from);
    }
    lines.add("mount --bind %s %s".formatted(from, at));
    return lines;
  }

  /** Returns what a container that is not privileged may not write to. */
  private List<String> limits() {
    return isPrivileged()
        ? List.of()
        : List.of(
            "mount --bind %1$s/proc/sys %1$s/proc/sys".formatted(ROOT),
            "mount -o remount,bind,ro %s/proc/sys".formatted(ROOT));
  }

  /** The capabilities that such a container has. */
  private List<String> dropping() {
    if (isPrivileged()) {
      return List.of();
    }
    Capabilities capabilities = requireNonNullElse(rights().getCapabilities(), new Capabilities());
    if (!capabilities.getDrop().equals(List.of("ALL"))) {
      throw new IllegalArgumentException("capabilities are named one by one, after drop: [ALL]");
    }
    String kept =
        capabilities.getAdd().stream()
            .map(name -> ",+" + name.toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
    List<String> dropping =
        new ArrayList<>(List.of("setpriv", "--bounding-set=-all" + kept, "--inh-caps=-all" + kept));
    if (Boolean.FALSE.equals(rights().getAllowPrivilegeEscalation())) {
      dropping.add("--no-new-privs");
    }
    return dropping;
  }

  private String environment(int port) {
    List<String> variables =
        new ArrayList<>(
            List.of(
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "KUBERNETES_SERVICE_HOST=127.0.0.1",
                "KUBERNETES_SERVICE_PORT=" + port));
    container().getEnv().forEach(it -> variables.add(it.getName() + "=" + value(it)));
    return String.join(" ", variables);
  }

  private String value(EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return variable.getValue();
    }
    String field = variable.getValueFrom().getFieldRef().getFieldPath();
    if (!field.equals("spec.nodeName")) {
      throw new IllegalArgumentException("no field that is known here: " + field);
    }
    return node;
  }
}
