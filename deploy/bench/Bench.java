import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.kernel.Ledger;
import dev.lvs.agent.model.DestinationKey;
import dev.lvs.agent.model.DestinationSettings;
import dev.lvs.agent.model.ForwardingMethod;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Protocol;
import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.ServiceSettings;
import dev.lvs.agent.model.VirtualServer;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.netlink.Visitor;
import dev.lvs.agent.netlink.ipvs.DestinationEntry;
import dev.lvs.agent.netlink.ipvs.IpvsRequests;
import dev.lvs.agent.netlink.ipvs.ServiceEntry;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.agent.syscall.NetworkNamespace;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Loads and reads tables of one size by each program in turn, in a fresh network namespace each
 * time, and prints the medians, their ratios to the C batch, and the system calls.
 *
 * <pre>Bench FOLDER ROUNDS SERVICES DESTINATIONS SCHEDULER</pre>
 */
final class Bench {
  /** Microseconds and calls to netlink (0: not counted) of loading and of reading. */
  record Run(long load, long loadCalls, long read, long readCalls) {}

  interface Program {
    Run run() throws Exception;
  }

  private final Path folder;
  private final int services;
  private final int destinations;
  private final String scheduler;
  private final KernelState table;

  private Bench(Path folder, int services, int destinations, String scheduler) {
    this.folder = folder;
    this.services = services;
    this.destinations = destinations;
    this.scheduler = scheduler;
    this.table = KernelState.ofServices(servers());
  }

  public static void main(String[] words) throws Exception {
    Bench bench =
        new Bench(
            Path.of(words[0]), Integer.parseInt(words[2]), Integer.parseInt(words[3]), words[4]);
    bench.compare(Integer.parseInt(words[1]));
  }

  private void compare(int rounds) throws Exception {
    String rules = rules();
    Path file = Files.writeString(folder.resolve("rules"), rules);
    Map<String, Program> programs = new LinkedHashMap<>();
    programs.put("C, 32 KiB batches", () -> external(folder + "/ipvs-bench batch " + size()));
    programs.put("agent, netlink only", this::exchange);
    programs.put("agent, whole round with ledger", this::agent);
    programs.put("C, one message a call", () -> external(folder + "/ipvs-bench one " + size()));
    programs.put("Go, moby/ipvs", () -> external(folder + "/go-bench " + size()));
    programs.put("ipvsadm -R, -Ln", () -> ipvsadm(file));
    // ours is meant warm; the others have no such thing
    for (int i = 0; i < 5; i++) {
      exchange();
      agent();
    }
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (var program : programs.entrySet()) {
        runs.computeIfAbsent(program.getKey(), _ -> new ArrayList<>())
            .add(program.getValue().run());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%n%d services x %d destinations, %s; kernel %s, %d rounds%n",
        services,
        destinations,
        scheduler,
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
        rounds);
    System.out.println(
        "| program | load ms | to C batch (range) | calls | read ms | to C dump (range) | calls |");
    System.out.println("|---|---|---|---|---|---|---|");
    List<Run> limit = runs.get("C, 32 KiB batches");
    runs.forEach((name, all) -> System.out.println(row(name, all, limit)));
    System.out.println("resident memory of this process: " + resident());
  }

  private static String row(String name, List<Run> all, List<Run> limit) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %s | %s | %.1f | %s | %s |",
        name,
        median(all.stream().mapToDouble(Run::load).toArray()) / 1000,
        ratio(all, limit, true),
        calls(all.getFirst().loadCalls()),
        median(all.stream().mapToDouble(Run::read).toArray()) / 1000,
        ratio(all, limit, false),
        calls(all.getFirst().readCalls()));
  }

  private static String calls(long calls) {
    return calls == 0 ? "-" : String.valueOf(calls);
  }

  /** Round by round, since what else the machine does changes from one to the next. */
  private static String ratio(List<Run> all, List<Run> limit, boolean load) {
    double[] ratios = new double[all.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] =
          load
              ? (double) all.get(i).load() / limit.get(i).load()
              : (double) all.get(i).read() / limit.get(i).read();
    }
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT, "%.2f (%.2f-%.2f)", median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private String size() {
    return services + " " + destinations + " " + scheduler;
  }

  /** The agent's way from an empty kernel to the table: diff, claims on disk, batches, outcomes. */
  private Run agent() throws Exception {
    Path state = Files.createTempDirectory(folder, "state");
    return inFreshNamespace(
        () -> {
          try (Kernel kernel = Kernel.open();
              Ledger ledger = Ledger.open(state, kernel.life())) {
            long start = System.nanoTime();
            Diff diff = Diff.of(table, KernelState.EMPTY, Ownership.NONE, Set.of());
            List<Outcome> outcomes = kernel.apply(diff.changes(), ledger);
            long load = System.nanoTime() - start;
            check(outcomes.stream().allMatch(Outcome.Applied.class::isInstance));
            start = System.nanoTime();
            KernelState observed = kernel.observe(Set.of());
            long read = System.nanoTime() - start;
            check(observed.services().equals(table.services()));
            return new Run(load / 1000, 0, read / 1000, 0);
          }
        });
  }

  /** The same without what is around it: messages, batches, answers; and a dump into entries. */
  private Run exchange() throws Exception {
    return inFreshNamespace(
        () -> {
          Counting transport = new Counting(new NetlinkSocket(Netlink.NETLINK_GENERIC));
          try (Exchange exchange = new Exchange(transport)) {
            IpvsRequests ipvs =
                new IpvsRequests((GenericFamily.Present) GenericFamily.resolve(exchange, "IPVS"));
            transport.calls = 0;
            long start = System.nanoTime();
            List<Message> messages = new ArrayList<>();
            for (VirtualServer server : table.services().values()) {
              messages.add(ipvs.newService(server.key(), server.settings()));
              server
                  .destinations()
                  .forEach(
                      (key, settings) ->
                          messages.add(ipvs.newDestination(server.key(), key, settings)));
            }
            List<Answer> answers = exchange.execute(messages);
            long load = System.nanoTime() - start;
            long loadCalls = transport.calls;
            check(answers.stream().allMatch(Answer.ACCEPTED::equals));
            transport.calls = 0;
            start = System.nanoTime();
            int found = dump(exchange, ipvs);
            long read = System.nanoTime() - start;
            check(found == messages.size());
            return new Run(load / 1000, loadCalls, read / 1000, transport.calls);
          }
        });
  }

  private static int dump(Exchange exchange, IpvsRequests ipvs) {
    List<ServiceKey> keys = new ArrayList<>();
    ServiceEntry service = new ServiceEntry();
    exchange.dump(
        ipvs.getServices(),
        visitor(
            reply -> {
              service.read(reply);
              keys.add(service.key());
            }));
    int[] found = {keys.size()};
    DestinationEntry destination = new DestinationEntry(false);
    for (ServiceKey key : keys) {
      exchange.dump(
          ipvs.getDestinations(key),
          visitor(
              reply -> {
                destination.read(reply, AddressFamily.IPV4);
                found[0]++;
              }));
    }
    return found[0];
  }

  private static Visitor visitor(java.util.function.Consumer<AttributeReader> take) {
    return (_, reply) -> take.accept(reply);
  }

  private <T> T inFreshNamespace(java.util.concurrent.Callable<T> code) throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.fresh()) {
      return namespace.call(
          () -> {
            check(new ProcessBuilder("ip", "link", "set", "lo", "up").start().waitFor() == 0);
            return code.call();
          });
    }
  }

  private Run external(String command) throws Exception {
    List<String[]> lines = shell("exec " + command);
    String[] load = lines.get(0);
    String[] read = lines.get(1);
    boolean counted = load.length == 4;
    check(Long.parseLong(read[read.length - 1]) == (long) services * (destinations + 1));
    return new Run(
        Long.parseLong(load[1]),
        counted ? Long.parseLong(load[2]) : 0,
        Long.parseLong(read[1]),
        counted ? Long.parseLong(read[2]) : 0);
  }

  private Run ipvsadm(Path rules) throws Exception {
    List<String[]> lines =
        shell(
            "a=$EPOCHREALTIME; ipvsadm -R <"
                + rules
                + "; b=$EPOCHREALTIME; ipvsadm -Ln >"
                + folder
                + "/listed; c=$EPOCHREALTIME; echo load $((${b/./} - ${a/./}));"
                + " echo read $((${c/./} - ${b/./}))");
    check(Files.readAllLines(folder.resolve("listed")).size() == services * (destinations + 1) + 3);
    return new Run(Long.parseLong(lines.get(0)[1]), 0, Long.parseLong(lines.get(1)[1]), 0);
  }

  private static List<String[]> shell(String command) throws Exception {
    Process process =
        new ProcessBuilder("unshare", "-n", "bash", "-c", "ip link set lo up; " + command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String[]> lines =
        new String(process.getInputStream().readAllBytes())
            .lines()
            .map(line -> line.split(" "))
            .toList();
    check(process.waitFor() == 0);
    return lines;
  }

  private String rules() {
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < services; s++) {
      String vip = "10.0." + (s >> 8) + "." + (s & 255) + ":80";
      text.append("-A -t ").append(vip).append(" -s ").append(scheduler).append('\n');
      for (int d = 0; d < destinations; d++) {
        text.append("-a -t " + vip + " -r 10.128." + (d >> 8) + "." + (d & 255) + ":80 -m -w 1\n");
      }
    }
    return text.toString();
  }

  private Map<ServiceKey, VirtualServer> servers() {
    DestinationSettings one = new DestinationSettings(new ForwardingMethod.Masquerade(), 1, 0, 0);
    ServiceSettings settings = new ServiceSettings(scheduler, Set.of(), 0, -1, "");
    Map<ServiceKey, VirtualServer> servers = new LinkedHashMap<>();
    for (int s = 0; s < services; s++) {
      ServiceKey key = new ServiceKey.AddressKey(Protocol.TCP, IpAddress.ipv4(0x0a000000 | s), 80);
      Map<DestinationKey, DestinationSettings> keys = new LinkedHashMap<>();
      for (int d = 0; d < destinations; d++) {
        keys.put(new DestinationKey(IpAddress.ipv4(0x0a800000 | d), 80), one);
      }
      servers.put(key, new VirtualServer(key, settings, keys));
    }
    return servers;
  }

  private static String resident() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .findFirst()
        .orElse("?");
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("the bench did not do what it was to measure");
    }
  }

  /** Counts the calls that reach the kernel. */
  private static final class Counting implements Transport {
    private final Transport socket;
    private long calls;

    Counting(Transport socket) {
      this.socket = socket;
    }

    @Override
    public void send(ByteBuffer messages) {
      calls++;
      socket.send(messages);
    }

    @Override
    public int receive(ByteBuffer into) {
      calls++;
      return socket.receive(into);
    }

    @Override
    public void reset() {
      socket.reset();
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
