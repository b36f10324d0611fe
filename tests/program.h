// The tests of one folder are one program, so that what they include is read, and what they use of templates made, once
// for several of them. It is called with the name of one:
//
//     PROGRAM TEST [ARGUMENT OF QT TEST]...
//
// A test is a class in a namespace of its file's name, and its file ends with
//
//     WEIR_TEST(test_channel, TestChannel)
//     #include "test_channel.moc"
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <string>

namespace program {

using MakeTest = std::function<std::unique_ptr<QObject>()>;

/// Adds a test; for the start of the program.
/// @return true, so that it can stand where a variable gets its value
bool add(std::string name, MakeTest make);

}  // namespace program

#define WEIR_TEST(name, Class) \
    static const bool name##_is_added = program::add(#name, [] { return std::make_unique<name::Class>(); });
