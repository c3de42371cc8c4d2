package dev.lvs.agent.kernel.neighbour;

import dev.lvs.agent.object.FrameSender;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.List;

/** Message to all neighbours that an address is at an interface of this node. */
public final class Announcement {
  /** Times after an announcement at which it is repeated, for those that missed it. */
  public static final List<Duration> REPEATS =
      List.of(
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));

  /** Time after which it is made again, for as long as the address is here: switches forget. */
  public static final Duration PERIOD = Duration.ofSeconds(60);

  private final int interfaceIndex;
  private final List<byte[]> frames;

  /**
   * @param interfaceIndex of the interface it leaves by
   * @param mac of that interface
   */
  public Announcement(IpAddress address, int interfaceIndex, byte[] mac) {
    this.interfaceIndex = interfaceIndex;
    this.frames = AnnouncementFrame.all(address, mac);
  }

  /**
   * Sends it once.
   *
   * @throws dev.lvs.agent.netlink.TransportException when it cannot be sent
   */
  public void send(FrameSender sender) {
    frames.forEach(frame -> sender.send(interfaceIndex, frame));
  }
}
