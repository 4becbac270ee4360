// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// boost::lockfree::spsc_queue with the same messages, the peer that `steelyard bench ring` measures the
// ring against. Compiled at bench time.

#include <boost/lockfree/spsc_queue.hpp>
#include <cstdint>
#include <sched.h>
#include <thread>

template <int WORDS> struct message { uint64_t words[WORDS]; };

template <int WORDS> static uint64_t run(uint64_t count, uint64_t capacity, int batch) {
    using item = message<WORDS>;
    boost::lockfree::spsc_queue<item> queue(capacity);
    uint64_t sum = 0;
    std::thread reader([&] {
        uint64_t seen = 0, total = 0;
        item items[64];
        while (seen < count) {
            size_t taken = batch == 1 ? queue.pop(items[0]) : queue.pop(items, 64);
            if (taken == 0) { sched_yield(); continue; }
            for (size_t i = 0; i < taken; i++) total += items[i].words[0] ^ items[i].words[WORDS - 1];
            seen += taken;
        }
        sum = total;
    });
    item items[64] = {};
    uint64_t sent = 0;
    while (sent < count) {
        int size = count - sent < (uint64_t)batch ? (int)(count - sent) : batch;
        for (int i = 0; i < size; i++) {
            items[i].words[0] = sent + i;
            items[i].words[WORDS - 1] = (sent + i) * WORDS;
        }
        int done = 0;
        while (done < size) {
            size_t in = batch == 1 ? queue.push(items[0]) : queue.push(items + done, size - done);
            if (in == 0) sched_yield();
            done += (int)in;
        }
        sent += size;
    }
    reader.join();
    return sum;
}

extern "C" uint64_t boost_ring(uint64_t count, uint64_t capacity, int32_t words, int32_t batch) {
    return words == 8 ? run<8>(count, capacity, batch) : run<16>(count, capacity, batch);
}
