// Sends one file with tus-js-client: node send.js ENDPOINT FILE FOLDER [OPTIONS in JSON]
'use strict';
const fs = require('fs');
const tus = require('tus-js-client');

const [endpoint, path, folder, more] = process.argv.slice(2);
const said = {retries: 0, created: 0, resumed: false};
const upload = new tus.Upload(fs.createReadStream(path), {
  endpoint,
  metadata: {filename: path.split('/').pop(), folder},
  retryDelays: Array(20).fill(100),
  urlStorage: new tus.FileUrlStorage('/tmp/uploads.json'),
  removeFingerprintOnSuccess: true,
  onBeforeRequest: request => {
    said.created += request.getMethod() === 'POST' ? 1 : 0;
  },
  onShouldRetry: () => {
    said.retries++;
    return true;
  },
  onError: error => {
    console.log(String(error));
    process.exitCode = 1;
  },
  onSuccess: () => console.log(JSON.stringify(said)),
  ...JSON.parse(more ?? '{}'),
});
upload.findPreviousUploads().then(previous => {
  if (previous.length) {
    said.resumed = true;
    upload.resumeFromPreviousUpload(previous[0]);
  }
  upload.start();
});
