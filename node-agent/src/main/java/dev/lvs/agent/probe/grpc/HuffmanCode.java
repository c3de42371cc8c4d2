package dev.lvs.agent.probe.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * The Huffman code of HPACK (RFC 7541, appendix B). It is canonical: codes go up with their length
 * and then with the octet, so that the lengths say all of it.
 */
final class HuffmanCode {
  private static final int SHORTEST = 5;
  private static final int LONGEST = 30;

  /** Bits of the code of each octet, as a letter from 'a' for 5 to 'z' for 30. */
  private static final String LENGTHS =
      "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxx"
          + "bffhibdgffdgdbbbaaabbbbbbbcdkbhf"
          + "ibccccccccccccccccccccccdcdioijb"
          + "kabababbbaccbbbabcbaabccccckgjix"
          + "prpprrrsrssssststtrstssssqrsrsst"
          + "rqprrssqsrrtqrssqqrqsrssprrrsrrs"
          + "vvporsruvvvwwvtuoqvwwvwtqqvvxwww"
          + "ptpqrqqsrruuttvsvwvvwwwwwxwwwwwv";

  /** The first code of each length. */
  private static final int[] FIRST = new int[LONGEST + 2];

  /** Number of codes of each length. */
  private static final int[] COUNT = new int[LONGEST + 2];

  /** Octets in the order of their codes, from the place where those of a length begin. */
  private static final int[] BEGIN = new int[LONGEST + 2];

  private static final int[] OCTETS = new int[LENGTHS.length()];

  static {
    int code = 0;
    int place = 0;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      FIRST[length] = code;
      BEGIN[length] = place;
      for (int octet = 0; octet < LENGTHS.length(); octet++) {
        if (LENGTHS.charAt(octet) - 'a' + SHORTEST == length) {
          OCTETS[place++] = octet;
          COUNT[length]++;
        }
      }
      code = (code + COUNT[length]) << 1;
    }
  }

  private HuffmanCode() {}

  /** The text of coded bytes; empty where they are none, the end of the text (EOS) among them. */
  static Optional<String> decode(byte[] bytes) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int code = 0;
    int length = 0;
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      int shift = Byte.SIZE - 1 - bit % Byte.SIZE;
      code = (code << 1) | ((bytes[bit / Byte.SIZE] >> shift) & 1);
      length++;
      if (length > LONGEST) {
        return Optional.empty();
      }
      int place = code - FIRST[length];
      if (length >= SHORTEST && place >= 0 && place < COUNT[length]) {
        text.write(OCTETS[BEGIN[length] + place]);
        code = 0;
        length = 0;
      }
    }
    // what is left over are the first bits of EOS, all ones
    boolean padded = length < Byte.SIZE && code == (1 << length) - 1;
    return padded ? Optional.of(text.toString(ISO_8859_1)) : Optional.empty();
  }
}
