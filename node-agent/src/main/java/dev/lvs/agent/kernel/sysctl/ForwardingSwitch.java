package dev.lvs.agent.kernel.sysctl;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Side effects in the kernel of switching forwarding for a whole node: accept_redirects, both ways
 * ({@code inet_forward_change}, net/ipv4/devinet.c), and, where it is switched off, forwarding that
 * others set for single interfaces.
 */
public final class ForwardingSwitch {
  private static final String IPV4 = "net/ipv4/ip_forward";
  private static final String IPV6 = "net/ipv6/conf/all/forwarding";
  private static final String REDIRECTS = "net/ipv4/conf/all/accept_redirects";
  private static final String ALL = "all";

  private final Path root;
  private final SysctlChange change;

  /**
   * @param root /proc/sys
   */
  public ForwardingSwitch(Path root, SysctlChange change) {
    this.root = root;
    this.change = change;
  }

  /** The sysctls that are to stay as they are; none where no such switch is changed. */
  public Set<String> reached() {
    boolean off = change.value().equals("0");
    return switch (change.path()) {
      case IPV4 -> {
        Set<String> reached = off ? interfaces("net/ipv4/conf") : new HashSet<>();
        reached.add(REDIRECTS);
        yield reached;
      }
      case IPV6 -> off ? interfaces("net/ipv6/conf") : Set.of();
      default -> Set.of();
    };
  }

  private Set<String> interfaces(String conf) {
    Set<String> paths = new HashSet<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(root.resolve(conf))) {
      for (Path name : names) {
        if (!name.endsWith(ALL)) {
          paths.add(conf + "/" + name.getFileName() + "/forwarding");
        }
      }
    } catch (IOException | DirectoryIteratorException gone) {
      // there is no such family
      return paths;
    }
    return paths;
  }
}
