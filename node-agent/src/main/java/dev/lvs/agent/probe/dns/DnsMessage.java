package dev.lvs.agent.probe.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lvs.net.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of DNS (RFC 1035, 4): the question as it is written, the answer as it is read.
 *
 * @param flags the second word of the header
 * @param records of the answer section
 */
record DnsMessage(short id, int flags, List<Entry> records) {
  private static final int HEADER = 12;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int CLASS_IN = 1;
  private static final int LONGEST_LABEL = 63;
  private static final int MOST_LABELS = 128;

  private static final int A = 1;
  private static final int NS = 2;
  private static final int CNAME = 5;
  private static final int SOA = 6;
  private static final int PTR = 12;
  private static final int MX = 15;
  private static final int TXT = 16;
  private static final int AAAA = 28;
  private static final int SRV = 33;

  /**
   * A record.
   *
   * @param data as zone files write it, names without their last dot; the hexadecimal bytes of
   *     types that are not known here
   */
  record Entry(int type, String data) {}

  /** Thrown for bytes that are not a message. */
  static final class GarbledException extends Exception {
    private static final long serialVersionUID = 1;

    GarbledException(String message) {
      super(message, null, false, false);
    }
  }

  /** The bytes of a question, with recursion desired. */
  static byte[] question(short id, String name, DnsType type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    put(bytes, id);
    put(bytes, RECURSION_DESIRED);
    put(bytes, 1);
    put(bytes, 0);
    put(bytes, 0);
    put(bytes, 0);
    for (String label : name.split("\\.", -1)) {
      if (!label.isEmpty()) {
        byte[] text = label.getBytes(ISO_8859_1);
        bytes.write(Math.min(text.length, LONGEST_LABEL));
        bytes.write(text, 0, Math.min(text.length, LONGEST_LABEL));
      }
    }
    bytes.write(0);
    put(bytes, type.number());
    put(bytes, CLASS_IN);
    return bytes.toByteArray();
  }

  private static void put(ByteArrayOutputStream bytes, int word) {
    bytes.write(word >> 8);
    bytes.write(word);
  }

  /**
   * Reads a message up to the end of its answers.
   *
   * @throws GarbledException when it is none; one that was cut (TC) has the records that are whole
   */
  static DnsMessage read(ByteBuffer bytes) throws GarbledException {
    ByteBuffer message = bytes.slice();
    if (message.remaining() < HEADER) {
      throw new GarbledException("it has " + message.remaining() + " bytes");
    }
    short id = message.getShort();
    int flags = message.getShort() & 0xffff;
    int questions = message.getShort() & 0xffff;
    int answers = message.getShort() & 0xffff;
    message.position(HEADER);
    List<Entry> records = new ArrayList<>();
    boolean cut = (flags & 0x0200) != 0;
    try {
      for (int i = 0; i < questions; i++) {
        name(message);
        skip(message, 4);
      }
      for (int i = 0; i < answers; i++) {
        records.add(entry(message));
      }
    } catch (GarbledException e) {
      if (!cut) {
        throw e;
      }
    }
    return new DnsMessage(id, flags, List.copyOf(records));
  }

  boolean isResponse() {
    return (flags & 0x8000) != 0;
  }

  boolean isTruncated() {
    return (flags & 0x0200) != 0;
  }

  int code() {
    return flags & 0xf;
  }

  String codeName() {
    return switch (code()) {
      case 0 -> "NOERROR";
      case 1 -> "FORMERR";
      case 2 -> "SERVFAIL";
      case 3 -> "NXDOMAIN";
      case 4 -> "NOTIMP";
      case 5 -> "REFUSED";
      default -> "RCODE " + code();
    };
  }

  private static Entry entry(ByteBuffer message) throws GarbledException {
    name(message);
    if (message.remaining() < 10) {
      throw new GarbledException("a record is cut");
    }
    int type = message.getShort() & 0xffff;
    skip(message, 6);
    int length = message.getShort() & 0xffff;
    int end = message.position() + length;
    if (end > message.limit()) {
      throw new GarbledException("a record is cut");
    }
    String data = data(message, type, end);
    message.position(end);
    return new Entry(type, data);
  }

  private static String data(ByteBuffer message, int type, int end) throws GarbledException {
    return switch (type) {
      case A, AAAA -> address(message, end);
      case NS, CNAME, PTR -> name(message);
      case MX -> word(message) + " " + name(message);
      case SRV -> word(message) + " " + word(message) + " " + word(message) + " " + name(message);
      case SOA -> name(message) + " " + name(message);
      case TXT -> text(message, end);
      default -> hex(message, end);
    };
  }

  private static String address(ByteBuffer message, int end) throws GarbledException {
    byte[] bytes = new byte[end - message.position()];
    message.get(bytes);
    if (bytes.length != 4 && bytes.length != 16) {
      throw new GarbledException("an address has " + bytes.length + " bytes");
    }
    return IpAddress.of(bytes).toString();
  }

  private static String text(ByteBuffer message, int end) throws GarbledException {
    StringBuilder text = new StringBuilder();
    while (message.position() < end) {
      int length = message.get() & 0xff;
      if (message.position() + length > end) {
        throw new GarbledException("a text is cut");
      }
      byte[] bytes = new byte[length];
      message.get(bytes);
      text.append(new String(bytes, ISO_8859_1));
    }
    return text.toString();
  }

  private static String hex(ByteBuffer message, int end) {
    StringBuilder text = new StringBuilder();
    while (message.position() < end && text.length() < 200) {
      text.append("%02x".formatted(message.get() & 0xff));
    }
    return text.toString();
  }

  private static int word(ByteBuffer message) throws GarbledException {
    if (message.remaining() < 2) {
      throw new GarbledException("a record is cut");
    }
    return message.getShort() & 0xffff;
  }

  private static void skip(ByteBuffer message, int bytes) throws GarbledException {
    if (message.remaining() < bytes) {
      throw new GarbledException("it is cut");
    }
    message.position(message.position() + bytes);
  }

  /** A name with its references to earlier ones (RFC 1035, 4.1.4), which may go in circles. */
  private static String name(ByteBuffer message) throws GarbledException {
    StringBuilder name = new StringBuilder();
    int behind = -1;
    for (int labels = 0; labels < MOST_LABELS; labels++) {
      int length = octet(message);
      if (length == 0) {
        if (behind >= 0) {
          message.position(behind);
        }
        return name.toString();
      }
      if ((length & 0xc0) == 0xc0) {
        int target = (length & 0x3f) << 8 | octet(message);
        behind = behind < 0 ? message.position() : behind;
        if (target >= message.limit()) {
          throw new GarbledException("a name refers to nothing");
        }
        message.position(target);
      } else if (length > LONGEST_LABEL || length > message.remaining()) {
        throw new GarbledException("a name is cut");
      } else {
        byte[] label = new byte[length];
        message.get(label);
        name.append(name.isEmpty() ? "" : ".").append(new String(label, ISO_8859_1));
      }
    }
    throw new GarbledException("a name does not end");
  }

  private static int octet(ByteBuffer message) throws GarbledException {
    if (!message.hasRemaining()) {
      throw new GarbledException("a name is cut");
    }
    return message.get() & 0xff;
  }
}
