package dev.lvs.agent.kernel.sysctl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values below /proc/sys. Those of the network are read and written in the network namespace of the
 * calling thread.
 */
public final class SysctlFiles implements KernelPart<Map<String, String>> {
  private static final Logger LOG = LoggerFactory.getLogger(SysctlFiles.class);

  private static final String IPVS = "net/ipv4/vs/";

  /** Bytes of a value, which the kernel gives a page at most. */
  private static final int LONGEST = 4096;

  private final Path root;

  /**
   * Those of a kernel.
   *
   * @param root /proc/sys, or another mount of it
   */
  public SysctlFiles(Path root) {
    this.root = root;
  }

  @Override
  public Map<String, String> observe(Asked asked) {
    return read(asked.sysctls());
  }

  /** The values of those that exist and can be read. */
  public Map<String, String> read(Collection<String> paths) {
    Map<String, String> values = new TreeMap<>();
    for (String path : paths) {
      read(path).ifPresent(value -> values.put(path, value));
    }
    return values;
  }

  /** One value, a row of numbers with single spaces between them. */
  public Optional<String> read(String path) {
    try (InputStream file = Files.newInputStream(file(path))) {
      // in one piece: from anywhere but its start the kernel gives nothing of a row of numbers
      // (do_proc_dointvec, kernel/sysctl.c), and Files.readString begins with a single byte
      byte[] value = new byte[LONGEST];
      int length = Math.max(file.read(value), 0);
      return Optional.of(new String(value, 0, length, US_ASCII).strip().replaceAll("\\s+", " "));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("cannot read sysctl {}: {}", path, e.getMessage());
      return Optional.empty();
    }
  }

  /** Writes values one after the other. */
  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    return KernelPart.all(SysctlChange.class, changes).stream().map(this::write).toList();
  }

  private Outcome write(SysctlChange change) {
    ForwardingSwitch beside = new ForwardingSwitch(root, change);
    Map<String, String> before = read(beside.reached());
    Outcome outcome = writeAlone(change);
    if (outcome instanceof Outcome.Applied) {
      before.forEach(this::keep);
    }
    return outcome;
  }

  /** Puts a value back that the kernel changed along with another. */
  private void keep(String path, String before) {
    if (!read(path).equals(Optional.of(before))
        && !(writeAlone(new RestoreSysctl(path, before)) instanceof Outcome.Applied)) {
      LOG.warn("Sysctl {} was {}, and cannot be put back.", path, before);
    }
  }

  private Outcome writeAlone(SysctlChange change) {
    Path path = file(change.path());
    try (OutputStream file = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
      file.write((change.value() + "\n").getBytes(US_ASCII));
      return new Outcome.Applied(change);
    } catch (NoSuchFileException e) {
      return absent(change);
    } catch (AccessDeniedException e) {
      return Outcomes.refused(change, "EACCES", notPermitted());
    } catch (FileSystemException e) {
      return refused(change, String.valueOf(e.getReason()));
    } catch (IOException e) {
      return refused(change, String.valueOf(e.getMessage()));
    }
  }

  /** The JDK hands on the C library's words for an errno, not the errno. */
  private Outcome refused(Change change, String words) {
    return switch (words) {
      case "Invalid argument" ->
          Outcomes.refused(
              change, "EINVAL", "the kernel answers EINVAL: the value is out of range");
      case "Read-only file system" -> Outcomes.refused(change, "EROFS", notPermitted());
      case "Operation not permitted" -> Outcomes.refused(change, "EPERM", notPermitted());
      default -> Outcomes.refused(change, words, "the kernel answers: " + words);
    };
  }

  private String notPermitted() {
    return root
        + " cannot be written; run the agent as root on the host, or mount the node's /proc/sys/net"
        + " into its pod and name the mount with --proc-sys, as deploy/kustomize does";
  }

  private Outcome absent(SysctlChange change) {
    return switch (change) {
      // an interface that went away took its settings with it
      case RestoreSysctl _ -> new Outcome.AlreadySo(change);
      case SetSysctl(var path, var _, var _) ->
          Outcomes.refused(change, "ENOENT", "this kernel has no such setting" + remedy(path));
    };
  }

  private String remedy(String path) {
    if (path.contains("/conf/")) {
      return "; the interface is gone";
    }
    if (!path.startsWith(IPVS)) {
      return "";
    }
    if (!Files.exists(root.resolve(IPVS))) {
      return "; load the module ip_vs (modprobe)";
    }
    String name = path.substring(IPVS.length());
    return switch (name) {
      case "lblc_expiration" -> "; load the module ip_vs_lblc (modprobe)";
      case "lblcr_expiration" -> "; load the module ip_vs_lblcr (modprobe)";
      case "conn_max" -> withdrawn(name, "Linux 7.2 or newer");
      case "conn_lfactor", "svc_lfactor" -> withdrawn(name, "Linux 7.1 or newer");
      default -> withdrawn(name, "a kernel whose IPVS has it");
    };
  }

  private static String withdrawn(String name, String kernel) {
    return "; remove " + name + " from ipvsSysctls of the DirectorGroup, or use " + kernel;
  }

  private Path file(String path) {
    Path file = root.resolve(path);
    if (!file.normalize().equals(file) || !file.startsWith(root)) {
      throw new IllegalArgumentException("'" + path + "' is no path of a sysctl");
    }
    return file;
  }
}
