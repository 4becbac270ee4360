// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// simdjson over the same NDJSON passages, the peer that `steelyard bench text` measures the reader
// against: it looks up and reads every field that the reader reads, and does nothing with them but a
// sum. Both of its ways are here. Compiled at bench time.

#include <cstdint>
#include <cstdio>
#include <simdjson.h>
#include <string_view>

static const char *const texts[] = {"passage_id", "site",      "passed_at", "plate",
                                    "plate_color", "vehicle_type", "flags"};
static const char *const lists[] = {"axle_kg", "spacing_mm", "left_kg", "right_kg"};
static const char *const numbers[] = {"length_mm", "width_mm", "height_mm"};
static const size_t largest_row = 1 << 20;

/// Loads a file once for all rounds; null where that does not work.
extern "C" void *simdjson_load(const char *path) {
    simdjson::padded_string loaded;
    if (simdjson::padded_string::load(path).get(loaded)) return nullptr;
    return new simdjson::padded_string(std::move(loaded));
}

/// Forgets a file.
extern "C" void simdjson_unload(void *file) { delete (simdjson::padded_string *)file; }

/// The fields in the order of the file; returns the rows, or 0 when one could not be read.
extern "C" uint64_t simdjson_on_demand(const void *file, uint64_t *sum) {
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document_stream rows;
    if (parser.iterate_many(*(const simdjson::padded_string *)file, largest_row).get(rows)) return 0;
    uint64_t count = 0, total = 0;
    for (auto row : rows) {
        simdjson::ondemand::object object;
        if (row.get_object().get(object)) return 0;
        for (auto field : object) {
            simdjson::ondemand::value value;
            if (field.value().get(value)) return 0;
            simdjson::ondemand::json_type type;
            if (value.type().get(type)) return 0;
            if (type == simdjson::ondemand::json_type::string) {
                std::string_view text;
                if (value.get_string().get(text)) return 0;
                total += text.size();
            } else if (type == simdjson::ondemand::json_type::number) {
                double number;
                if (value.get_double().get(number)) return 0;
                total += (uint64_t)number;
            } else if (type == simdjson::ondemand::json_type::array) {
                simdjson::ondemand::array array;
                if (value.get_array().get(array)) return 0;
                for (auto item : array) {
                    uint64_t number;
                    if (item.get_uint64().get(number)) return 0;
                    total += number;
                }
            } else if (!value.is_null()) {
                return 0;
            }
        }
        count++;
    }
    *sum = total;
    return count;
}

static bool text(simdjson::dom::element value, uint64_t &total) {
    std::string_view text;
    if (value.is_null()) return true;
    if (value.get(text)) return false;
    total += text.size();
    return true;
}

/// The fields by their names; returns the rows, or 0 when one could not be read.
extern "C" uint64_t simdjson_dom(const void *file, uint64_t *sum) {
    simdjson::dom::parser parser;
    simdjson::dom::document_stream rows;
    if (parser.parse_many(*(const simdjson::padded_string *)file, largest_row).get(rows)) return 0;
    uint64_t count = 0, total = 0;
    for (auto row : rows) {
        simdjson::dom::element value;
        double number;
        for (auto name : texts) {
            if (row[name].get(value) || !text(value, total)) return 0;
        }
        for (auto name : lists) {
            simdjson::dom::array array;
            if (row[name].get(value)) return 0;
            if (value.get(array)) {
                if (!text(value, total)) return 0;
                continue;
            }
            for (uint64_t item : array) total += item;
        }
        for (auto name : numbers) {
            if (row[name].get(value)) return 0;
            if (!value.is_null() && value.get(number)) return 0;
        }
        if (row["lane"].get(number)) return 0;
        total += (uint64_t)number;
        if (row["speed_kmh"].get(number)) return 0;
        total += (uint64_t)number;
        count++;
    }
    *sum = total;
    return count;
}
