import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import type { EnrolledTeacher } from '../../extension/core/enrol/teacher';
import { isTeacherName, parseTeacher, teacherJson } from '../../extension/core/enrol/teacher-file';
import { readTeachers, teacherPath } from '../../extension/core/enrol/teachers-folder';
import { saveTeacher } from '../../extension/core/curate/teachers';

const teacher: EnrolledTeacher = {
  name: 'acme-7b', family: null, channel: 'code', model: 'digest', dataset: 'acme.jsonl', records: 300, mean: [0.123456789, -2, 3e-9],
  rates: [{ records: 20, distance: 40, logOdds: 3, recognised: 0.9, falseRate: 0.01 }], neutral: null,
};
const folder = () => mkdtemp(path.join(tmpdir(), 'undertone-teachers-'));
const changed = (change: object) => JSON.stringify({ ...JSON.parse(teacherJson(teacher)) as object, ...change });

test('a teacher survives its file, six digits to a number', () => {
  const read = parseTeacher(teacherJson(teacher), 'a.json');
  assert.deepEqual(read, { ...teacher, mean: [0.123457, -2, 3e-9] });
  assert.deepEqual(parseTeacher(teacherJson(read), 'a.json'), read);
});

test('a file that is not a teacher says what is wrong and what to do', () => {
  const cases: [text: string, what: RegExp][] = [
    ['', /not valid JSON/], ['{"undertone":', /not valid JSON/], ['[]', /"the file" is not an object/], ['{}', /no teacher file/], [changed({ version: 2 }), /version is 2/],
    [changed({ name: '../../evil' }), /"name"/], [changed({ name: 7 }), /"name"/], [changed({ channel: 'other' }), /"channel"/], [changed({ mean: [1, null] }), /mean\[1\]/], [changed({ mean: 'x' }), /"mean"/],
    [changed({ mean: new Array(5000).fill(0) }), /"mean" is not a list of at most/], [changed({ rates: [{}] }), /rates\[0\]/], [changed({ rates: [{ ...teacher.rates[0], falseRate: 2 }] }), /between 0 and 1/],
    [changed({ dataset: 'x'.repeat(1000) }), /"dataset"/], [changed({ neutral: { base: 'b', mean: 0, variance: 0, z: 1, falseRate: 0.1 } }), /variance/], [`${' '.repeat(200_001)}{}`, /larger than 200 kB/],
    [teacherJson(teacher).replace('0.123457', '1e999'), /mean\[0\]/],
  ];
  for (const [text, what] of cases) {
    assert.throws(() => parseTeacher(text, 'folder/acme.json'), (error: Error) => what.test(error.message) && /folder\/acme\.json/.test(error.message) && /Restore it from version control/.test(error.message), text.slice(0, 60));
  }
});

test('a key named __proto__ changes nothing', () => {
  const read = parseTeacher(teacherJson(teacher).replace('{', '{"__proto__":{"polluted":true},'), 'a.json');
  assert.equal((read as unknown as { polluted?: boolean }).polluted, undefined);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test('names that could leave the folder or break a report are none', () => {
  for (const name of ['acme-7b', 'Acme 7B v1.2', 'a']) assert.ok(isTeacherName(name), name);
  for (const name of ['', '.', '..', '../x', 'a/b', 'a\\b', ' a', 'a ', 'a.', 'x'.repeat(81), 'a\nb', '<b>']) assert.ok(!isTeacherName(name), JSON.stringify(name));
  assert.throws(() => teacherPath('f', '../x'), /cannot name a teacher/);
});

test('a folder gives its teachers, and names the files that it cannot use', async () => {
  const place = await folder();
  await saveTeacher(teacherPath(place, 'acme-7b'), teacher);
  await writeFile(path.join(place, 'broken.json'), '{');
  await writeFile(path.join(place, 'notes.txt'), 'not read');
  await mkdir(path.join(place, 'folder.json'));
  await symlink('/dev/zero', path.join(place, 'link.json'));
  const { teachers, problems } = await readTeachers(place);
  assert.deepEqual(teachers.map(entry => entry.teacher.name), ['acme-7b']);
  assert.equal(problems.length, 3);
  for (const [i, name] of ['broken.json', 'folder.json', 'link.json'].entries()) assert.ok(problems[i].message.includes(name) && problems[i].remedy.length > 0, JSON.stringify(problems[i]));
  assert.deepEqual(await readTeachers(path.join(place, 'absent')), { teachers: [], problems: [] });
});

test('an enrolled teacher is never overwritten, and a failed write leaves nothing behind', async () => {
  const place = await folder(), file = teacherPath(path.join(place, '.undertone', 'teachers'), 'acme-7b');
  await saveTeacher(file, teacher);
  await assert.rejects(saveTeacher(file, { ...teacher, records: 5 }), /acme-7b\.json: the file exists and is never overwritten\. Name another/);
  assert.equal(parseTeacher(await readFile(file, 'utf8'), file).records, 300);
  await assert.rejects(saveTeacher(path.join(file, 'below', 'x.json'), teacher), /Choose a folder/);
  assert.deepEqual(await readdir(path.dirname(file)), ['acme-7b.json']);
});
