package dev.lvs.agent.probe.http;

import dev.lvs.agent.probe.Quoted;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The answer to an HTTP request as it comes in (RFC 9112): the status, and the first part of the
 * body. Answers of HTTP/1.0 and 1.1 are read, in chunks, with a length, or until the connection
 * ends; interim answers (1xx) are passed over. Nothing beyond the limits is kept.
 */
final class HttpResponse {
  /** Bytes of a line, a header's or of the size of a chunk. */
  private static final int LONGEST_LINE = 16 * 1024;

  /** Bytes of all headers. */
  private static final int MOST_HEADERS = 64 * 1024;

  /** Bytes of the body that are kept, in which text is looked for. */
  static final int MOST_BODY = 128 * 1024;

  private enum State {
    STATUS,
    HEADERS,
    COUNTED,
    ENDLESS,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    OVER
  }

  private final StringBuilder line = new StringBuilder();
  private State state = State.STATUS;
  private int status;
  private int headers;
  private boolean chunked;
  private long left = -1;
  private byte[] body = new byte[0];
  private int size;
  private Optional<String> flaw = Optional.empty();

  /** The status code, 200 to 599; 0 as long as it has not come, all headers included. */
  int status() {
    return state == State.STATUS || state == State.HEADERS ? 0 : status;
  }

  /** Returns whether all of it is there, or as much as is kept. */
  boolean isOver() {
    return state == State.OVER || size == MOST_BODY;
  }

  /** Returns how the answer breaks the protocol; nothing more is read then. */
  Optional<String> flaw() {
    return flaw;
  }

  byte[] body() {
    return body;
  }

  int size() {
    return size;
  }

  void take(ByteBuffer bytes) {
    while (bytes.hasRemaining() && flaw.isEmpty() && !isOver()) {
      switch (state) {
        case STATUS, HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS -> takeLine(bytes);
        case COUNTED, CHUNK -> takeCounted(bytes);
        case ENDLESS -> keep(bytes, bytes.remaining());
        case OVER -> bytes.position(bytes.limit());
      }
    }
  }

  /** The server ended the connection. */
  void end() {
    switch (state) {
      case ENDLESS, OVER -> state = State.OVER;
      case STATUS -> flaw = Optional.of("the connection ended before an answer");
      case HEADERS, COUNTED, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILERS ->
          flaw = Optional.of("the connection ended within the answer");
    }
  }

  private void takeLine(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      char next = (char) (bytes.get() & 0xff);
      if (next == '\n') {
        String whole = line.toString();
        line.setLength(0);
        readLine(whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole);
        return;
      }
      line.append(next);
      if (line.length() > LONGEST_LINE) {
        flaw = Optional.of("a line of the answer is longer than " + LONGEST_LINE + " bytes");
        return;
      }
    }
  }

  private void readLine(String text) {
    switch (state) {
      case STATUS -> readStatus(text);
      case HEADERS -> readHeader(text);
      case CHUNK_SIZE -> readChunkSize(text);
      case CHUNK_END -> state = State.CHUNK_SIZE;
      case TRAILERS -> state = text.isEmpty() ? State.OVER : State.TRAILERS;
      case COUNTED, CHUNK, ENDLESS, OVER -> throw new IllegalStateException(state.name());
    }
  }

  private void readStatus(String text) {
    // HTTP/1.1 200 OK; some servers leave the reason out, and the space before it
    boolean wellFormed =
        text.length() >= 12
            && text.startsWith("HTTP/1.")
            && text.charAt(8) == ' '
            && text.substring(9, 12).chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 12 || text.charAt(12) == ' ');
    if (!wellFormed) {
      flaw = Optional.of("the answer is not HTTP: " + Quoted.of(text));
      return;
    }
    status = Integer.parseInt(text.substring(9, 12));
    state = State.HEADERS;
    headers = 0;
    chunked = false;
    left = -1;
  }

  private void readHeader(String text) {
    headers += text.length();
    if (headers > MOST_HEADERS) {
      flaw = Optional.of("the headers of the answer are longer than " + MOST_HEADERS + " bytes");
      return;
    }
    if (text.isEmpty()) {
      endHeaders();
      return;
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return;
    }
    String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
    String value = text.substring(colon + 1).strip();
    if (name.equals("transfer-encoding")) {
      chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
    } else if (name.equals("content-length")) {
      left = number(value, 10);
      if (left < 0) {
        flaw = Optional.of("the answer has the Content-Length " + Quoted.of(value));
      }
    }
  }

  private void endHeaders() {
    if (status < 200) {
      state = State.STATUS;
    } else if (status == 204 || status == 304) {
      state = State.OVER;
    } else if (chunked) {
      state = State.CHUNK_SIZE;
    } else if (left >= 0) {
      state = left == 0 ? State.OVER : State.COUNTED;
    } else {
      state = State.ENDLESS;
    }
  }

  private void readChunkSize(String text) {
    int end = text.indexOf(';');
    left = number((end < 0 ? text : text.substring(0, end)).strip(), 16);
    if (left < 0) {
      flaw = Optional.of("the answer has a chunk of size " + Quoted.of(text));
    } else {
      state = left == 0 ? State.TRAILERS : State.CHUNK;
    }
  }

  private void takeCounted(ByteBuffer bytes) {
    int some = (int) Math.min(left, bytes.remaining());
    left -= some;
    keep(bytes, some);
    if (left == 0) {
      state = state == State.CHUNK ? State.CHUNK_END : State.OVER;
    }
  }

  private void keep(ByteBuffer bytes, int some) {
    int kept = Math.min(some, MOST_BODY - size);
    if (size + kept > body.length) {
      body = Arrays.copyOf(body, Math.clamp(2L * (size + kept), 1024, MOST_BODY));
    }
    bytes.get(body, size, kept);
    size += kept;
    bytes.position(bytes.position() + some - kept);
  }

  /** A number of digits alone, or -1. */
  private static long number(String text, int radix) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= 15
            && text.chars().allMatch(c -> Character.digit(c, radix) >= 0 && c < 128);
    return digits ? Long.parseLong(text, radix) : -1;
  }
}
