package dev.lvs.agent.vrrp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Time since the boot of a machine, as the kernel tells it to scripts too (/proc/uptime): nobody
 * sets it, and it goes on while the machine is suspended.
 *
 * @param seconds since the boot, without their fraction
 * @param boot which one, by /proc/sys/kernel/random/boot_id
 */
record Uptime(long seconds, String boot) {
  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  static Uptime now() throws IOException {
    String text = Files.readString(UPTIME);
    return new Uptime(
        Long.parseLong(text.substring(0, text.indexOf('.'))), Files.readString(BOOT).strip());
  }

  Uptime plus(Duration time) {
    return new Uptime(seconds + time.toSeconds(), boot);
  }

  /** As the script reads it. */
  String text() {
    return seconds + " " + boot + "\n";
  }
}
