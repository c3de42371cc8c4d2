package dev.lvs.lab.apiserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Head of a request or an answer of HTTP/1.1 (RFC 9112), by which its body is carried.
 *
 * @param first its first line
 * @param fields {@code name: value}, a line each
 */
record HttpHead(String first, List<String> fields) {
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  HttpHead {
    fields = List.copyOf(fields);
  }

  static HttpHead read(InputStream in) throws IOException {
    String first = line(in);
    Stream.Builder<String> fields = Stream.builder();
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      fields.add(field);
    }
    return new HttpHead(first, fields.build().toList());
  }

  /** Without the field of this name, and without the offer to go on with another protocol. */
  HttpHead without(String name, String protocol) {
    if (!value("Upgrade").filter(protocol::equals).isPresent()) {
      return this;
    }
    List<String> dropped = List.of(name.toLowerCase(Locale.ROOT), "upgrade", "connection");
    return new HttpHead(
        first, fields.stream().filter(field -> !dropped.contains(name(field))).toList());
  }

  /** Of an answer. */
  int status() {
    return Integer.parseInt(first.split(" ", -1)[1]);
  }

  void write(OutputStream out) throws IOException {
    String lines =
        first + "\r\n" + String.join("", fields.stream().map(it -> it + "\r\n").toList());
    out.write((lines + "\r\n").getBytes(US_ASCII));
    out.flush();
  }

  /** Carries the body of a request, if it has one. */
  void body(InputStream in, OutputStream out) throws IOException {
    if (isChunked()) {
      chunks(in, out);
    } else {
      carry(in, length().orElse(0L), out);
    }
    out.flush();
  }

  /** Carries the body of an answer; returns whether another may follow. */
  boolean answerBody(String method, InputStream in, OutputStream out) throws IOException {
    if (method.equals("HEAD") || status() == NO_CONTENT || status() == NOT_MODIFIED) {
      return true;
    }
    if (!isChunked() && length().isEmpty()) {
      in.transferTo(out);
      return false;
    }
    body(in, out);
    return true;
  }

  private boolean isChunked() {
    return value("Transfer-Encoding").filter("chunked"::equals).isPresent();
  }

  private Optional<Long> length() {
    return value("Content-Length").map(Long::parseLong);
  }

  private Optional<String> value(String name) {
    return fields.stream()
        .filter(field -> name(field).equals(name.toLowerCase(Locale.ROOT)))
        .map(field -> field.substring(field.indexOf(':') + 1).strip())
        .findFirst();
  }

  private static String name(String field) {
    return field.substring(0, Math.max(0, field.indexOf(':'))).toLowerCase(Locale.ROOT);
  }

  private static void chunks(InputStream in, OutputStream out) throws IOException {
    long length;
    do {
      String size = line(in);
      length = Long.parseLong(size.split(";", -1)[0], 16);
      out.write((size + "\r\n").getBytes(US_ASCII));
      // with the end of the line that follows
      carry(in, length + 2, out);
      out.flush();
    } while (length > 0);
  }

  private static void carry(InputStream in, long length, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 14];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("the body ends early");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) {
        throw new EOFException("the head ends early");
      }
      line.write(one);
    }
    byte[] bytes = line.toByteArray();
    int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
    return new String(Arrays.copyOf(bytes, end), US_ASCII);
  }
}
