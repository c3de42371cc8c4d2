package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.OrderedMap;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.netlink.ipvs.ServiceEntry;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches the IPVS table incrementally, at a fraction of the cost of reading it.
 *
 * <p>IPVS sends no events of changes, and destinations can be dumped only service by service. So
 * each look lists all virtual servers and reads the destinations of those that are new or changed,
 * of those that this agent changed itself, and of some of the rest in turn; where {@link TableFile}
 * costs less than it saves, also of those whose lines in it have changed. A small table is read
 * whole each time.
 *
 * <p>The snapshot kept is a copy of what was read, and never a proof of ownership. Not thread-safe.
 */
public final class TableWatch {
  /** Looks after which every destination has been read, where the file is looked at too. */
  public static final int TURNS = 60;

  /** The same where nothing but its turn tells that a destination has changed. */
  public static final int TURNS_WITHOUT_FILE = 10;

  /** Virtual servers and destinations that are read with each look in any case. */
  static final int FEW = 128;

  /** Virtual servers above which the file is dearer than what it spares: its cost is quadratic. */
  static final int MANY = 2000;

  /**
   * Destinations of a virtual server, on average, above which the same holds: a line of the file
   * costs as much as an entry of a dump, and what it spares are calls.
   */
  public static final int LARGE = 20;

  private final IpvsTable table;
  private final TableFile file;

  /** By itself: the key that is known elsewhere too, so that it is not kept twice. */
  private final Map<ServiceKey, ServiceKey> touched = new HashMap<>();

  private Map<ServiceKey, VirtualServer> known = Map.of();

  /** The same in the order of the kernel's dump. */
  private List<VirtualServer> order = List.of();

  private int destinations;
  private int turn;

  /**
   * Virtual servers and destinations that are to be read in turn; less than 0 where more have been.
   */
  private int due;

  private boolean news;

  public TableWatch(IpvsTable table, TableFile file) {
    this.table = table;
    this.file = file;
  }

  /** Takes note that somebody is about to change a virtual server or its destinations. */
  public void touch(ServiceKey service) {
    touched.put(service, service);
  }

  /**
   * Every virtual server with its destinations; the same object as the last time where nothing is
   * new.
   */
  public Map<ServiceKey, VirtualServer> look() {
    boolean withFile = order.size() <= MANY && destinations <= LARGE * order.size();
    BitSet unread = withFile ? file.changes() : new BitSet();
    List<VirtualServer> found = services(unread);
    boolean isTold = withFile && file.count() == found.size();
    takeTurn(found, unread, isTold ? TURNS : TURNS_WITHOUT_FILE);
    DestinationReader reader = new DestinationReader(table);
    for (int i = unread.nextSetBit(0); i >= 0 && i < found.size(); i = unread.nextSetBit(i + 1)) {
      readDestinations(found, i, reader);
    }
    touched.clear();
    if (news) {
      remember(found);
    }
    return known;
  }

  /** The virtual servers as they are listed now, with the destinations that they had before. */
  private List<VirtualServer> services(BitSet unread) {
    BitSet changed = new BitSet();
    List<VirtualServer> found = new ArrayList<>(order.size());
    table.listServices(
        () -> {
          found.clear();
          changed.clear();
        },
        entry -> {
          VirtualServer server = server(entry, found);
          if (touched.containsKey(server.key()) || !known.containsKey(server.key())) {
            changed.set(found.size());
          }
          found.add(server);
        });
    news = found.size() != order.size();
    for (int i = 0; i < found.size() && !news; i++) {
      news = !isTheOneFromBefore(found.get(i), i);
    }
    unread.or(changed);
    return found;
  }

  /** The virtual server of an entry: the one from before where its settings are the same. */
  private VirtualServer server(ServiceEntry entry, List<VirtualServer> found) {
    int place = found.size();
    if (place < order.size() && entry.is(order.get(place).key())) {
      return updated(order.get(place), entry);
    }
    ServiceKey key = entry.key();
    VirtualServer before = known.get(key);
    if (before != null) {
      return updated(before, entry);
    }
    boolean isAlike = !found.isEmpty() && entry.has(found.getLast().settings());
    return new VirtualServer(
        touched.getOrDefault(key, key),
        isAlike ? found.getLast().settings() : entry.settings(),
        Map.of());
  }

  /** The virtual server with the settings of an entry; the same object where it has them. */
  private static VirtualServer updated(VirtualServer before, ServiceEntry entry) {
    return entry.has(before.settings())
        ? before
        : new VirtualServer(before.key(), entry.settings(), before.destinations());
  }

  /** Has the next ones read whose turn it is: over all looks, no more than their share. */
  private void takeTurn(List<VirtualServer> found, BitSet unread, int turns) {
    int all = found.size() + destinations;
    // a table that has become small does not wait for what was read of a large one
    due = Math.max(due, -all) + Math.max(FEW, all / turns + 1);
    for (int i = 0; i < found.size() && due > 0; i++) {
      turn = turn + 1 < found.size() ? turn + 1 : 0;
      unread.set(turn);
      due -= 1 + found.get(turn).destinations().size();
    }
    due = Math.min(due, 0);
  }

  /** Puts in its place a virtual server with the destinations that it has by now. */
  @SuppressWarnings("ReferenceEquality") // that it is the same object is what is asked
  private void readDestinations(List<VirtualServer> found, int place, DestinationReader reader) {
    VirtualServer server = found.get(place);
    Map<DestinationKey, DestinationSettings> now = reader.read(server.key(), server.destinations());
    if (now != server.destinations()) {
      found.set(place, new VirtualServer(server.key(), server.settings(), now));
      news = true;
    }
  }

  @SuppressWarnings("ReferenceEquality") // that it is the same object is what is asked
  private boolean isTheOneFromBefore(VirtualServer server, int place) {
    return server == order.get(place);
  }

  private void remember(List<VirtualServer> found) {
    Map<ServiceKey, VirtualServer> byKey = LinkedHashMap.newLinkedHashMap(found.size());
    int count = 0;
    for (VirtualServer server : found) {
      byKey.put(server.key(), server);
      count += server.destinations().size();
    }
    known = OrderedMap.copyOf(byKey);
    order = List.copyOf(found);
    destinations = count;
  }
}
