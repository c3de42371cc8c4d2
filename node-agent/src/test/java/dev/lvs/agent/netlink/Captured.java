package dev.lvs.agent.netlink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An exchange as it was seen on a real kernel: the bytes sent, and each datagram that came back.
 *
 * <p>In the file, {@code request} and {@code reply} stand on lines of their own before their bytes
 * in hex.
 */
public final class Captured {
  private static final int SEQUENCE = 8;

  private final List<byte[]> requests = new ArrayList<>();
  private final List<byte[]> replies = new ArrayList<>();

  /** Reads {@code NAME.hex} from the resources of this package. */
  public static Captured read(String name) {
    Captured captured = new Captured();
    List<byte[]> current = captured.replies;
    StringBuilder hex = new StringBuilder();
    for (String line :
        (Iterable<String>) Stream.concat(text(name).lines(), Stream.of("end"))::iterator) {
      if (line.startsWith("  ")) {
        hex.append(line.replace(" ", ""));
      } else if (!line.startsWith("#")) {
        if (!hex.isEmpty()) {
          current.add(HexFormat.of().parseHex(hex));
        }
        hex.setLength(0);
        current = line.equals("request") ? captured.requests : captured.replies;
      }
    }
    return captured;
  }

  /** The bytes sent first. */
  public byte[] request() {
    return requests.getFirst();
  }

  /** A datagram that came back. */
  public byte[] reply(int index) {
    return replies.get(index);
  }

  /** Returns what the message would be on the wire with the captured flags and sequence number. */
  public byte[] encoded(Message message) {
    ByteBuffer captured = ByteBuffer.wrap(request()).order(ByteOrder.nativeOrder());
    AttributeWriter writer = new AttributeWriter(64);
    writer.message(message, captured.getShort(6), captured.getInt(SEQUENCE));
    byte[] bytes = new byte[writer.length()];
    writer.written().get(bytes);
    return bytes;
  }

  /**
   * Returns what the kernel answers a batch, whose messages are all numbered, and what was sent for
   * it.
   */
  public Answer transacted(List<Message> batch, List<byte[]> sent) {
    ScriptedTransport kernel = new ScriptedTransport();
    replies.forEach(kernel::reply);
    Answer answer = new Exchange(kernel).transact(batch);
    sent.addAll(kernel.sent);
    return answer;
  }

  /** An exchange in which the kernel answers the first request with everything captured. */
  public Exchange replayed() {
    return replayed(0, replies.size());
  }

  /** An exchange in which the kernel answers the first request with some of the datagrams. */
  public Exchange replayed(int from, int to) {
    ScriptedTransport kernel = new ScriptedTransport();
    for (byte[] reply : replies.subList(from, to)) {
      byte[] renumbered = reply.clone();
      ByteBuffer message = ByteBuffer.wrap(renumbered).order(ByteOrder.nativeOrder());
      for (int at = 0; at < renumbered.length; at += Netlink.align(message.getInt(at))) {
        message.putInt(at + SEQUENCE, 1);
      }
      kernel.reply(renumbered);
    }
    return new Exchange(kernel);
  }

  private static String text(String name) {
    try (InputStream in = Captured.class.getResourceAsStream(name + ".hex")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
