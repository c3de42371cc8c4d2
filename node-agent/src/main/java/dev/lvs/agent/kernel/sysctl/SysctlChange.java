package dev.lvs.agent.kernel.sysctl;

import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.OwningChange;

/** A change of a sysctl. */
public sealed interface SysctlChange extends OwningChange {
  /** Below /proc/sys. */
  String path();

  String value();

  /**
   * Sets a sysctl to what the plan wants.
   *
   * @param previous the value that was observed, which the ledger records the first time
   */
  record SetSysctl(String path, String value, String previous) implements SysctlChange {}

  /** Restores the value that a sysctl had before the agent set it. */
  record RestoreSysctl(String path, String value) implements SysctlChange {}

  @Override
  default ObjectKind<?> kind() {
    return Sysctls.KIND;
  }

  @Override
  default Claim claim() {
    return switch (this) {
      case SetSysctl(var path, var value, var previous) -> new Claim.Sysctl(path, previous, value);
      case RestoreSysctl(var path, var value) -> new Claim.Sysctl(path, value, value);
    };
  }

  @Override
  default boolean isEnd() {
    return this instanceof RestoreSysctl;
  }

  @Override
  default Object subject() {
    return path();
  }

  @Override
  default String title() {
    return "set sysctl " + path() + (isEnd() ? " back to " : " to ") + value();
  }

  @Override
  default String adminLine() {
    // sysctl swaps the two: a dot inside a name, as in eth0.100, is written as a slash
    StringBuilder name = new StringBuilder(path());
    for (int i = 0; i < name.length(); i++) {
      switch (name.charAt(i)) {
        case '/' -> name.setCharAt(i, '.');
        case '.' -> name.setCharAt(i, '/');
        default -> {}
      }
    }
    String assignment = name + "=" + value();
    return "sysctl -w " + (value().contains(" ") ? "'" + assignment + "'" : assignment);
  }

  @Override
  default String suspects() {
    return "a CNI, tuned, a script with sysctl";
  }
}
