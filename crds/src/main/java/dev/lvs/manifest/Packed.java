package dev.lvs.manifest;

import static java.util.Objects.requireNonNull;

import dev.lvs.ipvs.Protocol;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A record serialised to few bytes, for what is kept for long and rarely read: a hundredth of what
 * its objects take. It may contain whatever manifests and plans consist of.
 */
public final class Packed<R extends Record> {
  /** Characters that are written at a time: {@link DataOutputStream#writeUTF} takes 64 KiB. */
  private static final int PIECE = 20_000;

  private final Class<R> type;
  private final byte[] bytes;

  private Packed(Class<R> type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** A record, packed. */
  public static <R extends Record> Packed<R> of(Class<R> type, R value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(bytes, deflater)))) {
      write(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    } finally {
      deflater.end();
    }
    return new Packed<>(type, bytes.toByteArray());
  }

  /** An equal one of the record that was packed. */
  public R unpack() {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes))))) {
      return type.cast(requireNonNull(read(Slot.of(type), in)));
    } catch (IOException e) {
      throw new UncheckedIOException("what was packed can be unpacked", e);
    }
  }

  private static void write(@Nullable Object value, DataOutputStream out) throws IOException {
    out.writeBoolean(value != null);
    switch (value) {
      case null -> {}
      case String text -> writeText(text, out);
      case Integer number -> out.writeInt(number);
      case Long number -> out.writeLong(number);
      case Boolean flag -> out.writeBoolean(flag);
      case Enum<?> choice -> out.writeUTF(choice.name());
      case Protocol protocol -> out.writeUTF(protocol.toString());
      case Object text when TextValues.isOne(text) -> writeText(text.toString(), out);
      case Optional<?> optional -> write(optional.orElse(null), out);
      case LabelSelector selector -> writeFields(Selector.of(selector), out);
      case HasMetadata resource -> {
        Kind kind = Kind.named(resource.getKind()).orElseThrow();
        out.writeUTF(kind.name());
        writeFields(Metadata.of(resource.getMetadata()), out);
        write(kind.content(resource), out);
      }
      case Record made -> writeFields(made, out);
      case List<?> list -> {
        out.writeInt(list.size());
        for (Object item : list) {
          write(item, out);
        }
      }
      case Map<?, ?> map -> {
        out.writeInt(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          write(entry.getKey(), out);
          write(entry.getValue(), out);
        }
      }
      default -> throw new IllegalArgumentException(value.getClass() + " is in no manifest");
    }
  }

  private static @Nullable Object read(Slot slot, DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    return switch (slot.form()) {
      case TEXT -> readText(in);
      case NUMBER -> slot.isSmall() ? (Object) in.readInt() : (Object) in.readLong();
      case SWITCH -> in.readBoolean();
      case CHOICE ->
          slot.type() == Protocol.class
              ? Protocol.parse(in.readUTF())
              : constant(slot.type(), in.readUTF());
      case SELECTOR -> ((Selector) readFields(Selector.class, in)).model();
      case RESOURCE -> {
        Kind kind = Kind.valueOf(in.readUTF());
        Metadata metadata = (Metadata) readFields(Metadata.class, in);
        Slot content = Slot.of(kind.contentType().orElse(Record.class));
        yield kind.resource(metadata.model(), (Record) read(content, in));
      }
      case VALUE -> TextValues.parse(slot.type(), readText(in));
      case OBJECT ->
          slot.type() == Optional.class
              ? Optional.ofNullable(read(slot.items().getFirst(), in))
              : readFields(slot.type(), in);
      case LIST -> {
        int size = in.readInt();
        List<@Nullable Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          list.add(read(slot.items().getFirst(), in));
        }
        yield list;
      }
      case MAP -> {
        int size = in.readInt();
        Map<@Nullable Object, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(size);
        for (int i = 0; i < size; i++) {
          map.put(read(slot.items().getFirst(), in), read(slot.items().getLast(), in));
        }
        yield map;
      }
    };
  }

  /**
   * Encoding of one value.
   *
   * @param isSmall whether a number has 32 bits and not 64
   * @param items elements of a list, a map or an optional
   */
  private record Slot(Form form, Class<?> type, boolean isSmall, List<Slot> items) {
    /** By record, in the order of the fields. */
    private static final Map<Class<?>, List<Slot>> KNOWN = new ConcurrentHashMap<>();

    static Slot of(Type type) {
      return switch (type) {
        case Class<?> plain -> new Slot(Form.of(plain), plain, Member.isSmall(plain), List.of());
        case ParameterizedType of -> {
          Class<?> raw = (Class<?>) of.getRawType();
          List<Slot> items = Stream.of(of.getActualTypeArguments()).map(Slot::of).toList();
          yield new Slot(Form.of(raw), raw, false, items);
        }
        default -> throw new IllegalArgumentException(type + " is in no manifest");
      };
    }

    static List<Slot> allOf(Class<?> record) {
      return KNOWN.computeIfAbsent(
          record,
          _ ->
              RecordShape.of(record).fields().values().stream()
                  .map(field -> of(field.getGenericType()))
                  .toList());
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // its form says that it is an enum
  private static Object constant(Class<?> type, String name) {
    return Enum.valueOf((Class) type, name);
  }

  private static void writeFields(Record made, DataOutputStream out) throws IOException {
    for (Field field : RecordShape.of(made.getClass()).fields().values()) {
      write(RecordShape.value(field, made), out);
    }
  }

  private static Object readFields(Class<?> type, DataInputStream in) throws IOException {
    List<Slot> slots = Slot.allOf(type);
    @Nullable Object[] values = new @Nullable Object[slots.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(slots.get(i), in);
    }
    return RecordShape.of(type).make(values);
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    out.writeInt(text.length());
    for (int at = 0; at < text.length(); at += PIECE) {
      out.writeUTF(text.substring(at, Math.min(text.length(), at + PIECE)));
    }
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    String text = length == 0 ? "" : in.readUTF();
    while (text.length() < length) {
      text += in.readUTF();
    }
    return text;
  }
}
